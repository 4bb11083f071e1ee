{#- Owner, privileges and comment of a table or view, in words that can be compared. -#}
SELECT concat_ws(' ', relowner::regrole, ARRAY(SELECT item::text FROM unnest(coalesce(relacl, acldefault('r', relowner))) AS acl (item) ORDER BY 1),
           obj_description(oid, 'pg_class')) FROM pg_class WHERE oid = {{ name | to_regclass }}