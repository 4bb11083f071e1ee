{#- What stands in the way of another type for a column, and for those that other tables inherit from it: PostgreSQL refuses
    to change what it stands for, or would make it again without what was said of it. As people call them, with commas. -#}
WITH RECURSIVE heirs (relation) AS (
    SELECT {{ relation }}::oid UNION SELECT inhrelid FROM pg_inherits JOIN heirs ON inhparent = relation
), attribute AS (
    SELECT pg_attribute.* FROM heirs JOIN pg_attribute ON attrelid = relation WHERE attname = {{ attribute }} AND NOT attisdropped
), dependent AS (
    SELECT attribute.*, classid, objid, objsubid, coalesce(CASE contype WHEN 'f' THEN 0 ELSE conindid END, CASE classid WHEN 'pg_class'::regclass THEN objid END) AS of_index
    FROM attribute JOIN pg_depend ON refclassid = 'pg_class'::regclass AND refobjid = attrelid AND refobjsubid = attnum
    LEFT JOIN pg_constraint c ON classid = 'pg_constraint'::regclass AND c.oid = objid
), way (name) AS (
    SELECT pg_describe_object(classid, objid, objsubid) FROM dependent
    WHERE classid IN ('pg_policy'::regclass, 'pg_proc'::regclass, 'pg_publication_rel'::regclass, 'pg_trigger'::regclass)
    UNION SELECT CASE rulename WHEN '_RETURN' THEN pg_describe_object('pg_class'::regclass, ev_class, 0) ELSE pg_describe_object(classid, objid, 0) END
    FROM dependent JOIN pg_rewrite ON classid = 'pg_rewrite'::regclass AND pg_rewrite.oid = objid
    UNION SELECT format('generated %s', pg_describe_object('pg_class'::regclass, adrelid, adnum))
    FROM dependent JOIN pg_attrdef ON classid = 'pg_attrdef'::regclass AND pg_attrdef.oid = objid AND (adrelid, adnum) <> (attrelid, attnum)
    UNION SELECT format('the generated %s itself', pg_describe_object('pg_class'::regclass, attrelid, attnum)) FROM attribute WHERE attgenerated <> ''
    UNION SELECT format('%s, which it is inherited from', inhparent::regclass)
    FROM attribute JOIN pg_inherits ON inhrelid = attrelid WHERE attrelid = {{ relation }} AND attinhcount > 0
    UNION SELECT format('the partition key of %s', partrelid::regclass) FROM attribute JOIN pg_partitioned_table ON partrelid = attrelid AND attnum = ANY (partattrs)
    UNION SELECT format('type %s, which %s is made of', reloftype::regtype, c.oid::regclass) FROM heirs JOIN pg_class c ON c.oid = relation WHERE reloftype <> 0
    UNION SELECT pg_describe_object(d.classid, d.objid, d.objsubid) FROM heirs JOIN pg_type t ON typrelid = relation
    JOIN pg_depend d ON d.refclassid = 'pg_type'::regclass AND d.refobjid IN (t.oid, typarray) WHERE d.classid = 'pg_class'::regclass AND d.objsubid > 0
    UNION SELECT pg_describe_object(classid, objid, 0) FROM dependent JOIN pg_statistic_ext s ON classid = 'pg_statistic_ext'::regclass AND s.oid = objid
    WHERE stxowner <> (SELECT oid FROM pg_roles WHERE rolname = current_user) OR stxstattarget >= 0
    UNION SELECT pg_describe_object(classid, objid, 0) FROM dependent JOIN pg_trigger ON classid = 'pg_constraint'::regclass AND tgconstraint = objid WHERE tgenabled <> 'O'
    UNION SELECT pg_describe_object('pg_constraint'::regclass, f.oid, 0) FROM dependent JOIN pg_constraint f ON f.contype = 'f' AND f.conindid = of_index
    WHERE confrelid = attrelid AND attnum <> ALL (confkey)    -- it rests on an index that only includes the column
    UNION SELECT pg_describe_object('pg_class'::regclass, indexrelid, 0) FROM dependent JOIN pg_index ON indexrelid = of_index
    WHERE NOT indisvalid OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = indexrelid AND a.attstattarget >= 0)
       OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = indexrelid AND d.deptype = 'x')
       OR EXISTS (SELECT FROM pg_opclass WHERE pg_opclass.oid = ANY (indclass) AND NOT opcdefault AND opcintype = atttypid)
)
SELECT string_agg(name, ', ' ORDER BY name) FROM way
