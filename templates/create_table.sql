{% extends form %}
{% block guard %}{{ table.name | to_regclass }} IS NULL{% endblock %}
{% block statement %}
CREATE TABLE IF NOT EXISTS {{ table.name | ident }} (
{% for line in table.columns | column_lines %}
    {{ line }}{% if not loop.last or table.primary_key is not none %},{% endif %}

{% endfor %}
{% if table.primary_key is not none %}
{% if table.columns %}

{% endif %}
    CONSTRAINT {{ table.primary_key.name | ident }} PRIMARY KEY ({{ table.primary_key.columns | idents }})
{% endif %}
);
{% endblock %}
