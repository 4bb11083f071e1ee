{% if columns %}
-- what is there under a name, and is of another type: a wider one takes every value as it is, all else is for people to decide
{% set relation %}to_regclass(_column[1]){% endset %}
{% set attribute %}_column[2]{% endset %}
PERFORM set_config('search_path', '', true), set_config('quote_all_identifiers', 'on', true);    -- so that every name is printed in full
FOREACH _column SLICE 1 IN ARRAY _columns LOOP
    SELECT own.typtype = 'd' AS is_domain, concat({% filter continued(18) %}{% include "catalog/column_type.sql" %} END{% endfilter %}) AS type INTO _found
      FROM {% filter continued(6) %}{% include "catalog/column_joins.sql" %}{% endfilter +%}
     WHERE {% include "catalog/column.sql" %};
    IF _found.type <> _column[3] THEN
        _others := _others || ARRAY[_column || _found.type || _found.is_domain::text];
    END IF;
END LOOP;
PERFORM set_config('search_path', _path, true), set_config('quote_all_identifiers', _quotes, true);
IF _others IS NOT NULL THEN
{% filter indented %}{% include "_widen.sql" %}{% endfilter %}
END IF;
{% endif %}
{% if missing %}

-- columns that are missing, or that rows lack a value in
{{ missing }}
{% endif %}
{% for counted in columns if counted.sequence %}
{% with table = counted.table, column = counted.column, sequence = counted.sequence %}

IF NOT EXISTS (SELECT FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                WHERE {% with relation = table | regclass, attribute = column.name | literal %}{% include "catalog/column.sql" %}{% endwith +%}
                  AND (attidentity <> '' OR starts_with(pg_get_expr(adbin, adrelid), 'nextval('))) THEN
    -- an existing sequence keeps its owner
    _sequence := coalesce(pg_get_serial_sequence({{ table | regname }}, {{ column.name | literal }}), to_regclass({{ sequence | regname }})::text);
    IF _sequence IS NULL THEN
        CREATE SEQUENCE IF NOT EXISTS {{ sequence | ident }} AS {{ column.column_type | column_type }};
        ALTER SEQUENCE {{ sequence | ident }} OWNED BY {{ table | ident }}.{{ column.name | ident }};
        _sequence := {{ sequence | regname }};
    END IF;
    LOCK TABLE {{ table | ident }} IN ACCESS EXCLUSIVE MODE;
    SELECT max({{ column.name | ident }}) INTO _rows FROM {{ table | ident }};
    PERFORM setval(seqrelid, _rows + 1, false) FROM pg_sequence    -- it must not give a number that is there
      WHERE seqrelid = _sequence::regclass AND seqincrement > 0 AND coalesce(pg_sequence_last_value(seqrelid), seqmin - 1) < _rows;
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT nextval(%L)', {{ table | regname }}, {{ column.name | literal }}, _sequence);
END IF;
{% endwith %}
{% endfor %}
{% if columns %}

-- NOT NULL and defaults, where they are not those of the schema
PERFORM set_config('search_path', '', true), set_config('quote_all_identifiers', 'on', true);
FOREACH _column SLICE 1 IN ARRAY _columns LOOP
    SELECT attnotnull AS required, attgenerated = '' AS plain, attidentity <> '' AS is_identity,
           CASE {% filter continued(11) %}{% include "catalog/column_default.sql" %}{% endfilter %} AS value
      INTO _found
      FROM {% filter continued(6) %}{% include "catalog/column_joins.sql" %}{% endfilter +%}
     WHERE {% include "catalog/column.sql" %};
    _alter := format('ALTER TABLE %s ALTER COLUMN %I ', _column[1], _column[2]);
    IF _column[4] = 'required' AND NOT _found.required THEN
        EXECUTE format('SELECT count(*) FROM %s WHERE %I IS NULL', _column[1], _column[2]) INTO _rows;
        IF _rows > 0 THEN
            RAISE EXCEPTION '%.% is required, and % rows hold NULL', _column[1], _column[2], _rows
                USING HINT = format('Give them a value, and run this again. To see these rows: SELECT * FROM %s WHERE %I IS NULL;', _column[1], _column[2]);
        END IF;
        _statements := _statements || (_alter || 'SET NOT NULL');
    ELSIF _column[4] = 'optional' AND _found.required THEN
        _statements := _statements || (_alter || 'DROP NOT NULL');
    END IF;
    IF _found.is_identity AND (_column[5] IS NOT NULL OR _column[6] = '') THEN
        _statements := _statements || (_alter || 'DROP IDENTITY');
    END IF;
    IF _column[5] IS NOT NULL AND _found.plain AND (_found.value IS NULL OR _found.value <> _column[6]) THEN
        _statements := _statements || (_alter || 'SET DEFAULT ' || _column[5]);
    ELSIF _column[5] IS NULL AND _column[6] = '' AND _found.value IS NOT NULL AND _found.plain AND NOT _found.is_identity THEN
        _statements := _statements || (_alter || 'DROP DEFAULT');
    END IF;
END LOOP;
PERFORM set_config('search_path', _path, true), set_config('quote_all_identifiers', _quotes, true);
FOREACH _alter IN ARRAY coalesce(_statements, '{}') LOOP
    EXECUTE _alter;
END LOOP;
{% endif %}
{% for key in primary_keys %}

IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = {{ key.table | regclass }} AND contype = 'p') THEN
{% if key.stand_in is not none %}
{% with guard = key.stand_in | index_guard(key.table, key.stand_in) %}
    IF NOT EXISTS (SELECT FROM {% filter continued(20) %}{% include "catalog/index_joins.sql" %}{% endfilter +%}
                    WHERE indrelid = {{ key.table | regclass }}
                      AND {% filter continued(22) %}{% include "catalog/index_is.sql" %}{% endfilter %}) THEN    -- its pairs are told apart by that
        ALTER TABLE {{ key.table | ident }} ADD CONSTRAINT {{ key.primary_key.name | ident }} PRIMARY KEY ({{ key.primary_key.columns | idents }});
    END IF;
{% endwith %}
{% else %}
    ALTER TABLE {{ key.table | ident }} ADD CONSTRAINT {{ key.primary_key.name | ident }} PRIMARY KEY ({{ key.primary_key.columns | idents }});
{% endif %}
ELSIF NOT EXISTS (SELECT FROM pg_constraint WHERE {% with relation = key.table | regclass, constraint = key.primary_key.name | literal %}{% include "catalog/constraint.sql" %}{% endwith %}) THEN
    EXECUTE (SELECT format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', conrelid::regclass, conname, {{ key.primary_key.name | literal }})
               FROM pg_constraint WHERE conrelid = {{ key.table | regclass }} AND contype = 'p');
END IF;
{% endfor %}
{% for cut in cut_names %}
{% with table = cut.table, other = {"schema": cut.table.schema, "name": cut.other} %}

{% if cut.of.index is defined %}
{% with index = cut.of.index, guard = cut.of.index | index_guard(cut.table, cut.of.index) %}
{% with new = {"schema": table.schema, "name": index.name} %}
IF {{ new | to_regclass }} IS NULL AND EXISTS (SELECT FROM {% filter continued(12) %}{% include "catalog/index_joins.sql" %}{% if guard.has_vectors %},
    ({% filter continued(5) %}{% include "catalog/vector.sql" %}{% endfilter %}) AS vector (schema){% endif %}{% endfilter +%}
            WHERE {% with relation = other | to_regclass %}{% include "catalog/index.sql" %}{% endwith %} AND indrelid = {{ table | regclass }} AND indisvalid
              AND {% filter continued(14) %}{% include "catalog/index_is.sql" %}{% endfilter %}) THEN
    ALTER INDEX {{ other | ident }} RENAME TO {{ index.name | ident }};    -- its name was cut in another place
END IF;
{% endwith %}
{% endwith %}
{% else %}
{% with key = cut.of.foreign_key, has_references = true %}
IF NOT EXISTS (SELECT FROM pg_constraint WHERE {% with relation = table | regclass, constraint = key.name | literal %}{% include "catalog/constraint.sql" %}{% endwith %})
    AND EXISTS (SELECT FROM pg_constraint WHERE {% with relation = table | regclass, constraint = cut.other | literal %}{% include "catalog/constraint.sql" %}{% endwith %} AND contype = 'f' AND
        {% filter continued(8) %}{% include "catalog/constraint_words.sql" %}{% endfilter %} = {{ key | foreign_key_words }}) THEN
    ALTER TABLE {{ table | ident }} RENAME CONSTRAINT {{ cut.other | ident }} TO {{ key.name | ident }};    -- its name was cut in another place
END IF;
{% endwith %}
{% endif %}
{% endwith %}
{% endfor %}
{% for create in indexes %}
{% with table = create.table, name = create.name, index = create.index, guard = create.index | index_guard(create.table, create.index) %}

IF EXISTS (SELECT FROM {% filter continued(12) %}{% include "catalog/index_joins.sql" %}{% if guard.has_vectors %},
    ({% filter continued(5) %}{% include "catalog/vector.sql" %}{% endfilter %}) AS vector (schema){% endif %}{% endfilter +%}
            WHERE {% with relation = name | to_regclass %}{% include "catalog/index.sql" %}{% endwith %} AND indrelid = {{ table | regclass }}
              AND (NOT indisvalid{% if index.choice == "Schema" %} OR NOT {% filter continued(14) %}{% include "catalog/index_is.sql" %}{% endfilter %}{% endif %})
              {#- what the schema cannot express is not lost: the check names it -#}
              AND {% filter continued(14) %}{% include "catalog/index_is_plain.sql" %}{% endfilter %}) THEN
    DROP INDEX {{ name | ident }};    -- it is built again
END IF;
IF {{ name | to_regclass }} IS NULL THEN
{% filter indented %}
{% if index.is_unique %}
{% with names = index.columns | map(attribute="name") | list, covered = index | rows_of_unique %}{% include "_duplicates.sql" %}{% endwith %}
{% endif %}
{% with index_name = index.name, is_concurrent = false %}{% include "_index.sql" %}{% endwith %}
{% endfilter %}
END IF;
{% endwith %}
{% endfor %}
{% if foreign_keys %}

{{ foreign_keys }}
{% endif %}
{% for table, key in join_table_keys %}
{% with constraint_name = key.name, is_validated_later = false, is_on_new_table = false, has_references = true %}

IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = {{ table | regclass }} AND contype = 'f' AND
        {% filter continued(8) %}{% include "catalog/constraint_words.sql" %}{% endfilter %} = {{ key | foreign_key_words }}) THEN
{% filter indented %}{% include "_add_foreign_key.sql" %}{% endfilter %}
END IF;
{% endwith %}
{% endfor %}
