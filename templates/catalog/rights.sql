{#- Owner, privileges and comment of a function of pg_proc, or of a relation of pg_class, in words that can be compared. -#}
{% if object.kind == "function" %}
concat_ws(' ', proowner::regrole, ARRAY(SELECT item::text FROM unnest(coalesce(proacl, acldefault('f', proowner))) AS acl (item) ORDER BY 1),
    obj_description(oid, 'pg_proc'))
{%- else %}
concat_ws(' ', relowner::regrole, ARRAY(SELECT item::text FROM unnest(coalesce(relacl, acldefault('r', relowner))) AS acl (item) ORDER BY 1),
    obj_description(oid, 'pg_class'))
{%- endif %}