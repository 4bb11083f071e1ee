{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_enum
            WHERE enumtypid = to_regtype({{ enumeration.name | regname }})
           HAVING array_agg(enumlabel::text ORDER BY enumlabel COLLATE "C") = ARRAY[{{ enumeration.labels | sorted_labels }}]){% endblock %}
{% block statement %}
DROP TYPE IF EXISTS {{ enumeration.name | ident }};
{% endblock %}
