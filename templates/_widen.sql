{#- Gives each of `_others` the type of the schema where that is a wider one and nothing is in the way. Columns are those of
    `_columns`, with the type that is there and whether it is a domain behind. -#}
FOREACH _column SLICE 1 IN ARRAY _others LOOP
    _way := NULL;
    IF NOT _column[8]::boolean AND {% set found %}_column[7]{% endset %}{% set wanted %}_column[3]{% endset %}{% filter continued(4) %}{% include "catalog/is_wider.sql" %}{% endfilter %} THEN
        _way := ({% filter continued(8) %}{% include "catalog/on_column.sql" %}{% endfilter %});
    ELSE
        _way := '';
    END IF;
    IF _way IS NOT NULL THEN
        _broken := concat(_broken, format(E'\n  column %s.%s: expected %s, found %s', _column[1], _column[2], _column[3], _column[7]), ', and in the way: ' || nullif(_way, ''));
        CONTINUE;
    END IF;
    -- the default is set again below
    SELECT format('ALTER TABLE %s %sALTER COLUMN %I TYPE %s%s%s%s', _column[1],
               CASE WHEN _column[5] IS NOT NULL AND atthasdef THEN format('ALTER COLUMN %I DROP DEFAULT, ', attname) END, attname, _column[3],
               (SELECT format(' COLLATE %I.%I', nspname, collname) FROM pg_collation c JOIN pg_namespace n ON n.oid = collnamespace
                 WHERE c.oid = attcollation AND attcollation <> typcollation),
               CASE WHEN attstorage <> typstorage THEN format(', ALTER COLUMN %I SET STORAGE %s', attname,
                   CASE attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END) END,
               CASE attcompression WHEN 'p' THEN format(', ALTER COLUMN %I SET COMPRESSION pglz', attname)
                   WHEN 'l' THEN format(', ALTER COLUMN %I SET COMPRESSION lz4', attname) END)
      INTO _alter FROM pg_attribute JOIN pg_type t ON t.oid = atttypid WHERE {% include "catalog/column.sql" %};
    _conversions := _conversions || _alter;
    _conversions := _conversions || ARRAY(
        SELECT format('ALTER SEQUENCE %s AS %s', seqrelid::regclass, _column[3])
          FROM pg_sequence JOIN pg_type counted ON counted.oid = seqtypid JOIN pg_type wanted ON wanted.oid = to_regtype(_column[3])
         WHERE seqrelid = to_regclass(pg_get_serial_sequence(_column[1], _column[2])) AND counted.typlen < wanted.typlen
           AND wanted.oid IN ('integer'::regtype, 'bigint'::regtype)
           AND EXISTS (SELECT FROM pg_attribute WHERE {% include "catalog/column.sql" %} AND attidentity = ''));
END LOOP;
IF _broken IS NOT NULL THEN
    RAISE EXCEPTION 'these columns have another type than in the schema:%', _broken
        USING HINT = 'Convert them by hand, and run this again. Drop what is in the way before that, and create it again afterwards. A type that is not wider may refuse values, or change them.';
END IF;
FOREACH _alter IN ARRAY _conversions LOOP
    EXECUTE _alter;
END LOOP;
