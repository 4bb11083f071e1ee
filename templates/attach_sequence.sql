{% extends form %}
{% block guard %}pg_get_serial_sequence({{ table | regname }}, {{ column.name | literal }}) IS NULL{% endblock %}
{% block check %}
SELECT count(*) INTO _rows FROM pg_depend
 WHERE classid = 'pg_class'::regclass AND objid = {{ sequence | regclass }} AND deptype IN ('a', 'i') AND refobjsubid > 0;
IF _rows > 0 THEN
    RAISE EXCEPTION USING MESSAGE = format({{ (sequence, table, column.name) | message("%s belongs to another column, and cannot number %s.%s") }});
END IF;
{% endblock %}
{% block statement %}
ALTER TABLE {{ table | ident }} ALTER COLUMN {{ column.name | ident }} SET DEFAULT nextval({{ sequence | regclass }});
{% if form == "_plain.sql" %}SELECT{% else %}PERFORM{% endif %} setval({{ sequence | regclass }}, (SELECT coalesce(max({{ column.name | ident }}), 0) + 1 FROM {{ table | ident }}), false);
ALTER SEQUENCE {{ sequence | ident }} OWNED BY {{ table | ident }}.{{ column.name | ident }};
{% endblock %}
