{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_enum
            WHERE {% with type = enumeration | regtype, label = before | literal %}{% include "catalog/value.sql" %}{% endwith %})
    AND NOT EXISTS (SELECT FROM pg_enum
                     WHERE {% with type = enumeration | regtype, label = after | literal %}{% include "catalog/value.sql" %}{% endwith %}){% endblock %}
{% block statement %}
ALTER TYPE {{ enumeration | ident }} RENAME VALUE {{ before | literal }} TO {{ after | literal }};
{% endblock %}
