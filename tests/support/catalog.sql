-- What a database holds, one object a line: two databases are equal when these lines are.
-- Column order is left out, because ALTER TABLE appends where CREATE TABLE does not; NOT NULL is a property of the column,
-- not a constraint; what belongs to an extension is the extension's business.
-- Run with an empty search_path: then every name is printed with its schema.
WITH space AS (
    SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
),
owned AS (
    SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
),
relation AS (
    SELECT c.oid, c.relkind, c.oid::regclass::text AS name
    FROM pg_class c JOIN space s ON s.oid = c.relnamespace
    WHERE ('pg_class'::regclass, c.oid) NOT IN (SELECT classid, objid FROM owned)
),
stored AS (
    SELECT oid, name FROM relation WHERE relkind IN ('r', 'p')
),
line(text) AS (
    SELECT format('schema %I', nspname) FROM space
    UNION ALL
    SELECT format('extension %I in %I', e.extname, n.nspname)
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname <> 'plpgsql'
    UNION ALL
    SELECT format('enum %s (%s)', t.oid::regtype, string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder))
    FROM pg_type t JOIN space s ON s.oid = t.typnamespace LEFT JOIN pg_enum e ON e.enumtypid = t.oid
    WHERE t.typtype = 'e' GROUP BY t.oid
    UNION ALL
    SELECT format('domain %s %s', t.oid::regtype, format_type(t.typbasetype, t.typtypmod))
    FROM pg_type t JOIN space s ON s.oid = t.typnamespace WHERE t.typtype = 'd'
    UNION ALL
    SELECT 'table ' || name FROM stored
    UNION ALL
    SELECT format('view %s %s', name, regexp_replace(pg_get_viewdef(oid), '\s+', ' ', 'g'))
    FROM relation WHERE relkind IN ('v', 'm')
    UNION ALL
    SELECT concat(
        'column ', t.name, '.', quote_ident(a.attname), ' ', format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attnotnull THEN ' not null' END,
        CASE WHEN a.attgenerated <> '' THEN ' generated ' WHEN d.oid IS NOT NULL THEN ' default ' END,
        pg_get_expr(d.adbin, d.adrelid),
        ' identity ' || nullif(a.attidentity::text, ''),
        ' collate ' || (SELECT k.oid::regcollation::text FROM pg_collation k WHERE k.oid = a.attcollation AND k.oid <> y.typcollation),
        ' storage ' || nullif(a.attstorage, y.typstorage)::text,
        ' compression ' || nullif(a.attcompression::text, ''),
        ' statistics ' || nullif(a.attstattarget, CASE WHEN current_setting('server_version_num')::integer < 170000 THEN -1 END),
        ' options ' || a.attoptions::text,
        ' comment ' || col_description(a.attrelid, a.attnum)
    )
    FROM stored t
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type y ON y.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    UNION ALL
    SELECT format('constraint %s %I %s', t.name, k.conname, pg_get_constraintdef(k.oid))
    FROM stored t JOIN pg_constraint k ON k.conrelid = t.oid WHERE k.contype <> 'n'
    UNION ALL
    SELECT concat('index ', pg_get_indexdef(i.indexrelid), CASE WHEN NOT i.indisvalid THEN ' INVALID' END)
    FROM stored t JOIN pg_index i ON i.indrelid = t.oid
    UNION ALL
    SELECT concat(
        'sequence ', r.name, ' ', q.seqtypid::regtype, ' from ', q.seqstart, ' by ', q.seqincrement,
        ' within ', q.seqmin, ' ', q.seqmax, ' cache ', q.seqcache, CASE WHEN q.seqcycle THEN ' cycle' END,
        (SELECT format(' owned by %s.%I', d.refobjid::regclass, a.attname)
         FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
         WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid
           AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
    )
    FROM relation r JOIN pg_sequence q ON q.seqrelid = r.oid
    UNION ALL
    SELECT 'trigger ' || pg_get_triggerdef(g.oid)
    FROM stored t JOIN pg_trigger g ON g.tgrelid = t.oid WHERE NOT g.tgisinternal
    UNION ALL
    SELECT 'function ' || p.oid::regprocedure
    FROM pg_proc p JOIN space s ON s.oid = p.pronamespace
    WHERE ('pg_proc'::regclass, p.oid) NOT IN (SELECT classid, objid FROM owned)
)
SELECT text FROM line ORDER BY text COLLATE "C";
