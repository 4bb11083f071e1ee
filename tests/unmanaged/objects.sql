-- Everything that people put beside a schema, an object a line: its definition without casts, which follow the type of a
-- column, its owner, privileges, options and comment.
WITH space AS (SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
relation AS (
    SELECT c.* FROM pg_class c JOIN space s ON s.oid = relnamespace WHERE relkind IN ('r', 'v', 'm')
),
line(text) AS (
    SELECT format('relation %s %s owner %s acl %s options %s comment %s %s', oid::regclass, relkind, relowner::regrole, relacl,
                  reloptions, obj_description(oid, 'pg_class'), CASE WHEN relkind <> 'r' THEN pg_get_viewdef(oid) END)
    FROM relation
    UNION ALL
    SELECT format('column %s.%s acl %s comment %s', attrelid::regclass, attname, attacl, col_description(attrelid, attnum))
    FROM pg_attribute JOIN relation ON relation.oid = attrelid
    WHERE attnum > 0 AND NOT attisdropped AND (attacl IS NOT NULL OR col_description(attrelid, attnum) IS NOT NULL)
    UNION ALL
    SELECT format('constraint %s %s %s comment %s', conrelid::regclass, conname, pg_get_constraintdef(oid),
                  obj_description(oid, 'pg_constraint'))
    FROM pg_constraint WHERE contype IN ('c', 'x')
    UNION ALL
    SELECT format('rule %s %s enabled %s comment %s', ev_class::regclass, pg_get_ruledef(oid), ev_enabled,
                  obj_description(oid, 'pg_rewrite'))
    FROM pg_rewrite WHERE rulename <> '_RETURN' AND ev_class IN (SELECT oid FROM relation)
    UNION ALL
    SELECT format('policy %s %s %s %s %s %s comment %s', polrelid::regclass, polname, polcmd, polroles::regrole[],
                  pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid), obj_description(oid, 'pg_policy'))
    FROM pg_policy
    UNION ALL
    SELECT format('trigger %s enabled %s comment %s', pg_get_triggerdef(oid), tgenabled, obj_description(oid, 'pg_trigger'))
    FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT format('statistics %s owner %s comment %s', pg_get_statisticsobjdef(oid), stxowner::regrole,
                  obj_description(oid, 'pg_statistic_ext'))
    FROM pg_statistic_ext
    UNION ALL
    SELECT format('index %s', indexdef) FROM pg_indexes JOIN relation ON tablename = relname AND relkind = 'm'
    UNION ALL
    SELECT format('type %s owner %s acl %s comment %s', t.oid::regtype, typowner::regrole, typacl,
                  obj_description(t.oid, 'pg_type'))
    FROM pg_type t JOIN space s ON s.oid = typnamespace
    WHERE typtype IN ('e', 'd', 'r') OR EXISTS (SELECT FROM pg_class WHERE pg_class.oid = typrelid AND relkind = 'c')
    UNION ALL
    SELECT format('domain %s of %s constraint %s %s comment %s', t.oid::regtype, typbasetype::regtype, conname,
                  pg_get_constraintdef(c.oid), obj_description(c.oid, 'pg_constraint'))
    FROM pg_type t JOIN space s ON s.oid = typnamespace LEFT JOIN pg_constraint c ON contypid = t.oid WHERE typtype = 'd'
    UNION ALL
    SELECT format('attribute %s of %s %s comment %s', attname, relname, format_type(atttypid, atttypmod), col_description(attrelid, attnum))
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid AND relkind = 'c' JOIN space s ON s.oid = relnamespace
    WHERE NOT attisdropped
    UNION ALL
    SELECT format('publication %s owner %s %s %s %s %s comment %s', pubname, pubowner::regrole, pubinsert, pubupdate, pubdelete,
                  pubtruncate, obj_description(oid, 'pg_publication'))
    FROM pg_publication
    UNION ALL
    SELECT format('table %s in publication %s columns %s rows %s', prrelid::regclass, pubname,
                  (SELECT string_agg(attname, ' , ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = prrelid AND attnum = ANY (prattrs)),
                  pg_get_expr(prqual, prrelid))
    FROM pg_publication_rel JOIN pg_publication ON pg_publication.oid = prpubid
    UNION ALL
    SELECT format('function %s owner %s acl %s comment %s', pg_get_functiondef(p.oid), proowner::regrole, proacl,
                  obj_description(p.oid, 'pg_proc'))
    FROM pg_proc p JOIN space s ON s.oid = pronamespace
)
SELECT regexp_replace(regexp_replace(text, '::("?[A-Za-z_]+"?\.)?("?[A-Za-z_]+"?)( varying| precision)?(\(\d+\))?(\[\])?', '', 'g'), '[()\s]+', ' ', 'g')
FROM line ORDER BY text COLLATE "C";
