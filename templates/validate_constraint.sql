{% extends form %}
{% block note %}reads {{ table | ident }}{% if foreign_key is not none %} and {{ foreign_key.referenced_table | ident }}{% endif %}; reads and writes go on meanwhile{% endblock %}
{% block guard %}EXISTS (SELECT FROM pg_constraint
            WHERE conrelid = {{ table | regclass }} AND conname = {{ name | literal }} AND contype = {% if foreign_key is none %}'c'{% else %}'f'{% endif %} AND NOT convalidated){% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} VALIDATE CONSTRAINT {{ name | ident }};
{% endblock %}
