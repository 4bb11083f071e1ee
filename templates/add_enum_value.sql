{% extends form %}
{% block guard %}NOT EXISTS (SELECT FROM pg_enum
                WHERE {% with type = enumeration | regtype, label = label | literal %}{% include "catalog/value.sql" %}{% endwith %}){% endblock %}
{% block statement %}
ALTER TYPE {{ enumeration | ident }} ADD VALUE IF NOT EXISTS {{ label | literal }}{% if after is not none %} AFTER {{ after | literal }}{% elif before is not none %} BEFORE {{ before | literal }}{% endif %};
{% endblock %}
