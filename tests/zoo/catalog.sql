-- All that a database holds besides rows: one object a line, as kind, name and what there is to say of it, with tabs between.
-- It is far more than tests/support/catalog.sql prints, because nothing of it may get lost: owners, privileges, comments,
-- options, settings, states and definitions. What PostgreSQL 15 to 18 name differently is read as JSON.
-- Run with an empty search_path: then every name is printed with its schema.
WITH space AS (
    SELECT * FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
),
member AS (
    SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
),
relation AS (
    SELECT c.*, c.oid::regclass::text AS name
    FROM pg_class c JOIN space s ON s.oid = c.relnamespace
    WHERE ('pg_class'::regclass, c.oid) NOT IN (SELECT classid, objid FROM member)
),
routine AS (
    SELECT p.*, p.oid::regprocedure::text AS name
    FROM pg_proc p JOIN space s ON s.oid = p.pronamespace
    WHERE ('pg_proc'::regclass, p.oid) NOT IN (SELECT classid, objid FROM member)
),
kind AS (
    SELECT t.*, t.oid::regtype::text AS name
    FROM pg_type t JOIN space s ON s.oid = t.typnamespace
    WHERE ('pg_type'::regclass, t.oid) NOT IN (SELECT classid, objid FROM member)
      AND t.typelem = 0 AND NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind <> 'c')
),
line(kind, name, details) AS (
    SELECT 'schema', quote_ident(nspname), concat_ws(' | ', pg_get_userbyid(nspowner)) FROM space
    UNION ALL
    SELECT 'extension', e.extname, concat_ws(' | ', e.extnamespace::regnamespace, e.extversion)
    FROM pg_extension e WHERE e.extname <> 'plpgsql'
    UNION ALL
    SELECT 'comment', pg_describe_object(classoid, objoid, objsubid), description
    FROM pg_description WHERE (objoid >= 16384 OR (classoid, objoid) = ('pg_namespace'::regclass, 'public'::regnamespace)) AND (classoid, objoid) NOT IN (SELECT classid, objid FROM member)
    UNION ALL
    SELECT 'extension use', pg_describe_object(classid, objid, objsubid), pg_describe_object(refclassid, refobjid, refobjsubid)
    FROM pg_depend WHERE deptype = 'x'
    UNION ALL
    -- privileges, each a line, because their order tells nothing
    SELECT 'privilege', g.on_what, concat_ws(' ', pg_get_userbyid(a.grantor), 'to',
                                    CASE a.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(a.grantee) END,
                                    a.privilege_type, CASE WHEN a.is_grantable THEN 'with grant option' END)
    FROM (
        SELECT 'relation ' || name, relacl FROM relation
        UNION ALL SELECT 'function ' || name, proacl FROM routine
        UNION ALL SELECT 'type ' || name, typacl FROM kind
        UNION ALL SELECT 'schema ' || nspname, nspacl FROM space
        UNION ALL SELECT 'column ' || r.name || '.' || attname, attacl FROM pg_attribute JOIN relation r ON r.oid = attrelid WHERE NOT attisdropped
        UNION ALL SELECT concat('defaults of ', pg_get_userbyid(defaclrole), ' in ', defaclnamespace::regnamespace, ' for ', defaclobjtype), defaclacl FROM pg_default_acl
        UNION ALL SELECT 'server ' || srvname, srvacl FROM pg_foreign_server
    ) g(on_what, acl), aclexplode(g.acl) a
    UNION ALL
    SELECT 'no privileges', g.on_what, ''
    FROM (SELECT 'type ' || name, typacl FROM kind UNION ALL SELECT 'function ' || name, proacl FROM routine
          UNION ALL SELECT 'relation ' || name, relacl FROM relation) g(on_what, acl) WHERE acl = '{}'
    UNION ALL
    SELECT 'relation', r.name, concat_ws(' | ', r.relkind, pg_get_userbyid(r.relowner), 'persistence ' || r.relpersistence::text,
        'options ' || r.reloptions::text, 'toast ' || t.reloptions::text,
        'in ' || (SELECT spcname::text FROM pg_tablespace WHERE oid = r.reltablespace),
        CASE WHEN r.relrowsecurity THEN 'row security' END, CASE WHEN r.relforcerowsecurity THEN 'forced' END,
        'identity ' || r.relreplident::text, 'method ' || (SELECT amname::text FROM pg_am WHERE oid = r.relam),
        'of ' || nullif(r.reloftype, 0)::regtype::text, pg_get_partkeydef(r.oid), pg_get_expr(r.relpartbound, r.oid),
        'inherits ' || (SELECT string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = r.oid),
        'foreign ' || (SELECT concat(srvname, f.ftoptions) FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = r.oid))
    FROM relation r LEFT JOIN pg_class t ON t.oid = r.reltoastrelid WHERE r.relkind <> 'i' AND r.relkind <> 'I'
    UNION ALL
    SELECT 'column', concat(r.name, '.', quote_ident(a.attname)), concat_ws(' | ', format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attnotnull THEN 'not null' END, CASE WHEN a.attgenerated <> '' THEN 'generated ' || a.attgenerated::text END,
        'default ' || pg_get_expr(d.adbin, d.adrelid), 'identity ' || nullif(a.attidentity::text, ''),
        'collation ' || nullif(nullif(a.attcollation, 0), (SELECT typcollation FROM pg_type WHERE oid = a.atttypid))::regcollation::text,
        'storage ' || a.attstorage::text, 'compression ' || nullif(a.attcompression::text, ''),
        'statistics ' || nullif((to_jsonb(a) ->> 'attstattarget')::int, -1)::text, 'options ' || a.attoptions::text, 'foreign ' || a.attfdwoptions::text,
        CASE WHEN a.attinhcount > 0 THEN concat('inherited ', a.attinhcount, a.attislocal) END)
    FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE r.relkind NOT IN ('i', 'I', 'S')
    UNION ALL
    SELECT 'index', i.indexrelid::regclass::text, concat_ws(' | ', pg_get_indexdef(i.indexrelid), CASE WHEN NOT i.indisvalid THEN 'INVALID' END,
        CASE WHEN i.indisreplident THEN 'replica identity' END, CASE WHEN i.indisclustered THEN 'clustered' END,
        CASE WHEN NOT i.indimmediate THEN 'deferrable' END,
        'in ' || (SELECT spcname::text FROM pg_tablespace WHERE oid = r.reltablespace),
        'part of ' || (SELECT inhparent::regclass::text FROM pg_inherits WHERE inhrelid = r.oid),
        'statistics ' || (SELECT string_agg(concat(attnum, ':', to_jsonb(a) ->> 'attstattarget', a.attoptions), ', ' ORDER BY attnum) FROM pg_attribute a
                           WHERE attrelid = r.oid AND ((to_jsonb(a) ->> 'attstattarget')::int >= 0 OR attoptions IS NOT NULL)))
    FROM relation r JOIN pg_index i ON i.indexrelid = r.oid
    UNION ALL
    SELECT 'constraint', concat(quote_ident(k.conname), ' on ', coalesce(r.name, k.contypid::regtype::text)), concat_ws(' | ', pg_get_constraintdef(k.oid),
        CASE WHEN NOT k.convalidated THEN 'not valid' END, CASE WHEN k.connoinherit AND k.contype IN ('c', 'n') THEN 'no inherit' END,
        CASE to_jsonb(k) ->> 'conenforced' WHEN 'false' THEN 'not enforced' END,
        'on delete ' || k.confdelsetcols::text, 'by ' || nullif(k.conindid, 0)::regclass::text)
    FROM pg_constraint k LEFT JOIN relation r ON r.oid = k.conrelid WHERE r.oid IS NOT NULL OR k.contypid IN (SELECT oid FROM kind)
    UNION ALL
    SELECT 'trigger', concat(quote_ident(g.tgname), ' on ', r.name), concat_ws(' | ', pg_get_triggerdef(g.oid), 'enabled ' || g.tgenabled::text)
    FROM relation r JOIN pg_trigger g ON g.tgrelid = r.oid WHERE NOT g.tgisinternal
    UNION ALL
    -- who switches triggers off by DISABLE TRIGGER ALL switches off those of foreign keys too
    SELECT 'inner trigger', concat(k.conname, ' on ', r.name), concat_ws(' ', g.tgfoid::regproc, g.tgenabled)
    FROM relation r JOIN pg_trigger g ON g.tgrelid = r.oid JOIN pg_constraint k ON k.oid = g.tgconstraint WHERE g.tgisinternal AND g.tgenabled <> 'O'
    UNION ALL
    SELECT 'rule', concat(quote_ident(w.rulename), ' on ', r.name), concat_ws(' | ', pg_get_ruledef(w.oid), 'enabled ' || w.ev_enabled::text)
    FROM relation r JOIN pg_rewrite w ON w.ev_class = r.oid WHERE w.rulename <> '_RETURN'
    UNION ALL
    SELECT 'policy', concat(quote_ident(p.polname), ' on ', r.name), concat_ws(' | ', p.polcmd, p.polpermissive,
        (SELECT string_agg(CASE o WHEN 0 THEN 'public' ELSE pg_get_userbyid(o) END, ', ' ORDER BY o) FROM unnest(p.polroles) o),
        'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid))
    FROM relation r JOIN pg_policy p ON p.polrelid = r.oid
    UNION ALL
    SELECT 'statistics', concat(x.stxnamespace::regnamespace, '.', quote_ident(x.stxname)), concat_ws(' | ', pg_get_statisticsobjdef(x.oid), pg_get_userbyid(x.stxowner),
        'target ' || (to_jsonb(x) ->> 'stxstattarget'))
    FROM pg_statistic_ext x JOIN space s ON s.oid = x.stxnamespace
    UNION ALL
    SELECT 'view', name, regexp_replace(pg_get_viewdef(oid), '\s+', ' ', 'g') FROM relation WHERE relkind IN ('v', 'm')
    UNION ALL
    SELECT 'type', t.name, concat_ws(' | ', t.typtype, pg_get_userbyid(t.typowner), format_type(nullif(t.typbasetype, 0), t.typtypmod),
        CASE WHEN t.typnotnull THEN 'not null' END, 'default ' || t.typdefault, 'collation ' || nullif(t.typcollation, 0)::regcollation::text,
        (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
        (SELECT concat_ws(' ', g.rngsubtype::regtype, nullif(g.rngsubdiff, 0)::regproc, g.rngmultitypid::regtype) FROM pg_range g WHERE g.rngtypid = t.oid))
    FROM kind t
    UNION ALL
    SELECT 'cast', concat(castsource::regtype, ' as ', casttarget::regtype), concat_ws(' | ', castfunc::regprocedure, castcontext, castmethod)
    FROM pg_cast WHERE oid >= 16384 AND ('pg_cast'::regclass, oid) NOT IN (SELECT classid, objid FROM member)
    UNION ALL
    SELECT 'operator', o.oid::regoperator::text, concat_ws(' | ', o.oprcode::regprocedure, o.oprcom::regoperator, o.oprnegate::regoperator, o.oprrest::regproc, pg_get_userbyid(o.oprowner))
    FROM pg_operator o JOIN space s ON s.oid = o.oprnamespace WHERE ('pg_operator'::regclass, o.oid) NOT IN (SELECT classid, objid FROM member)
    UNION ALL
    SELECT 'operator class', o.opcname, concat_ws(' | ', o.opcintype::regtype, o.opcdefault, pg_get_userbyid(o.opcowner))
    FROM pg_opclass o JOIN space s ON s.oid = o.opcnamespace WHERE ('pg_opclass'::regclass, o.oid) NOT IN (SELECT classid, objid FROM member)
    UNION ALL
    SELECT 'collation', c.collname, (to_jsonb(c) - 'oid' - 'collnamespace' - 'collversion')::text
    FROM pg_collation c JOIN space s ON s.oid = c.collnamespace
    UNION ALL
    SELECT 'text search', c.cfgname, (SELECT string_agg(concat(maptokentype, ':', mapdict::regdictionary), ', ' ORDER BY maptokentype, mapseqno) FROM pg_ts_config_map m WHERE m.mapcfg = c.oid)
    FROM pg_ts_config c JOIN space s ON s.oid = c.cfgnamespace
    UNION ALL
    SELECT 'sequence', r.name, concat_ws(' | ', q.seqtypid::regtype, q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle, 'used ' || (pg_sequence_last_value(r.oid) / 500)::text,
        (SELECT concat('owned by ', d.refobjid::regclass, '.', a.attname, ' ', d.deptype) FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
          WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')))
    FROM relation r JOIN pg_sequence q ON q.seqrelid = r.oid
    UNION ALL
    SELECT 'function', p.name, concat_ws(' | ', CASE WHEN p.prokind = 'a' THEN (SELECT concat(aggtransfn, ' ', aggtranstype::regtype, ' ', agginitval) FROM pg_aggregate WHERE aggfnoid = p.oid)
        ELSE regexp_replace(pg_get_functiondef(p.oid), '\s+', ' ', 'g') END, pg_get_userbyid(p.proowner))
    FROM routine p
    UNION ALL
    SELECT 'event trigger', evtname, concat_ws(' | ', evtevent, evtfoid::regproc, evtenabled, evttags::text) FROM pg_event_trigger
    UNION ALL
    SELECT 'publication', pubname, (to_jsonb(p) - 'oid' - 'pubowner')::text || pg_get_userbyid(pubowner) FROM pg_publication p
    UNION ALL
    SELECT 'publication', concat(p.pubname, ' of ', r.prrelid::regclass), concat_ws(' | ', pg_get_expr(r.prqual, r.prrelid),
        (SELECT string_agg(attname, ', ' ORDER BY attname) FROM pg_attribute WHERE attrelid = r.prrelid AND attnum = ANY (r.prattrs::int2[])))
    FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
    UNION ALL
    SELECT 'publication', concat(p.pubname, ' of schema ', n.pnnspid::regnamespace), '' FROM pg_publication_namespace n JOIN pg_publication p ON p.oid = n.pnpubid
    UNION ALL
    SELECT 'server', s.srvname, concat_ws(' | ', f.fdwname, s.srvoptions::text) FROM pg_foreign_server s JOIN pg_foreign_data_wrapper f ON f.oid = s.srvfdw
)
SELECT concat_ws(E'\t', kind, name, translate(details, E'\t\n', '  ')) FROM line ORDER BY 1;
