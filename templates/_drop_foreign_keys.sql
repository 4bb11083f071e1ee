{% for key in foreign_keys %}
ALTER TABLE {{ key[0] | ident }} DROP CONSTRAINT IF EXISTS {{ key[1] | ident }};
{% endfor %}
