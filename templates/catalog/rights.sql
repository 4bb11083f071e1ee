{#- Owner, privileges and comment of a relation of pg_class, in words that can be compared. -#}
concat_ws(' ', relowner::regrole, ARRAY(SELECT item::text FROM unnest(coalesce(relacl, acldefault('r', relowner))) AS acl (item) ORDER BY 1),
    obj_description(oid, 'pg_class'))