{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_enum
            WHERE enumtypid = {{ enumeration | regtype }} AND enumlabel = {{ before | literal }})
    AND NOT EXISTS (SELECT FROM pg_enum
                     WHERE enumtypid = {{ enumeration | regtype }} AND enumlabel = {{ after | literal }}){% endblock %}
{% block statement %}
ALTER TYPE {{ enumeration | ident }} RENAME VALUE {{ before | literal }} TO {{ after | literal }};
{% endblock %}
