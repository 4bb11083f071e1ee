{% extends form %}
{% block guard %}EXISTS (SELECT FROM pg_enum
            WHERE {% with type = enumeration.name | regtype, labels = removed | literals %}{% include "catalog/value.sql" %}{% endwith %}){% endblock %}
{% block check %}
SELECT count(*) INTO _rows FROM pg_enum
 WHERE enumtypid = {{ enumeration.name | regtype }} AND enumlabel NOT IN ({{ enumeration.labels | labels }}, {{ removed | literals }});
IF _rows > 0 THEN
    RAISE EXCEPTION USING MESSAGE = format({{ (enumeration.name,) | message("%s cannot lose values: it has %%s more that this file does not know") }}, _rows);
END IF;
{% for column in columns %}
{% set condition %}{{ column.name | ident }}::text{% if column.column_type.is_list %}[] &&{% else %} IN{% endif %} {% if column.column_type.is_list %}ARRAY[{{ removed | literals }}]{% else %}({{ removed | literals }}){% endif %}{% endset %}
{% with table = column.table, said = (enumeration.name, column.table, column.name) | message("%s cannot lose values: %%s rows hold one of them in %s.%s") %}{% include "_count_rows.sql" %}{% endwith %}
{% endfor %}
{% endblock %}
{% block statement %}
{% include "_drop_foreign_keys.sql" %}
{% include "_drop_objects.sql" %}
{% for partial in indexes %}
DROP INDEX {{ partial.name | ident }};
{% endfor %}
{% for index in changed_indexes %}
DROP INDEX IF EXISTS {{ index | ident }};
{% endfor %}
ALTER TYPE {{ enumeration.name | ident }} RENAME TO {{ old_name.name | ident }};
CREATE TYPE {{ enumeration.name | ident }} AS ENUM ({{ enumeration.labels | labels }});
{% for column in columns %}
ALTER TABLE {{ column.table | ident }}
{% if column.has_default %}
    ALTER COLUMN {{ column.name | ident }} DROP DEFAULT,
{% endif %}
    ALTER COLUMN {{ column.name | ident }} TYPE {{ column.column_type | column_type }} USING {{ column.name | ident }}::text{% if column.column_type.is_list %}[]{% endif %}::{{ column.column_type | column_type }}{% if column.default is not none %},
    ALTER COLUMN {{ column.name | ident }} SET DEFAULT {{ column | rebuilt_default }}{% endif %};
{% endfor %}
DROP TYPE {{ old_name | ident }};
{% for partial in indexes %}
{% with is_concurrent = false, index_name = partial.name.name, table = partial.table, index = partial.index %}{% include "_index.sql" %}{% endwith %}
{% endfor %}
{% endblock %}
