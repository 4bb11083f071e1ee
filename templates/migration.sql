-- Migration: {{ name | comment }}
-- Target:    {{ target | comment }}
{% for line in purpose %}
-- {% if loop.first %}Purpose:  {% else %}          {% endif %} {{ line | comment }}
{% endfor %}
{% if part is not none %}
-- Part:      {{ part[0] }} of {{ part[1] }}, to be run one after the other
{% endif %}
{% for line in loses %}
-- Loses:     {{ line | comment }}
{% endfor %}
{% for line in notes %}
-- Note:      {{ line | comment }}
{% endfor %}
-- Date:      {{ date | comment }}
-- Run with:  psql -v ON_ERROR_STOP=1 -f {{ file | comment }}{% if is_prismas %}, or prisma migrate deploy{% endif %}, or prisma db execute
-- Again:     harmless until the next migration of this target has run; after that use refract repair

{{ body }}
