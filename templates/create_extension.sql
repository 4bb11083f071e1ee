{% extends form %}
{% block guard %}NOT EXISTS (SELECT FROM pg_extension WHERE {% with extension_name = extension.name | literal %}{% include "catalog/extension.sql" %}{% endwith %}){% endblock %}
{% block statement %}
CREATE EXTENSION IF NOT EXISTS {{ extension.name | ident }}{% if extension.schema is not none %} WITH SCHEMA {{ extension.schema | ident }}{% endif %}{% if extension.version is not none %} VERSION {{ extension.version | literal }}{% endif %};
{% endblock %}
