{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_extension
            WHERE {% with extension_name = name | literal %}{% include "catalog/extension.sql" %}{% endwith %} AND ({% if version is not none %}extversion <> {{ version | literal }}{% if schema is not none %} OR {% endif %}{% endif %}{% if schema is not none %}extnamespace <> {{ schema | regname }}::regnamespace{% endif %})){% endblock %}
{% block statement %}
{% if version is not none %}
ALTER EXTENSION {{ name | ident }} UPDATE TO {{ version | literal }};
{% endif %}
{% if schema is not none %}
ALTER EXTENSION {{ name | ident }} SET SCHEMA {{ schema | ident }};
{% endif %}
{% endblock %}
