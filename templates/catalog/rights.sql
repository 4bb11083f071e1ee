{#- Owner, privileges and comment of a function of pg_proc, a type of pg_type or a relation of pg_class, in words that can be compared. -#}
{% if object.kind == "function" %}
concat_ws(' ', proowner::regrole, ARRAY(SELECT item::text FROM unnest(coalesce(proacl, acldefault('f', proowner))) AS acl (item) ORDER BY 1),
    obj_description(oid, 'pg_proc'))
{%- elif object.kind in ["domain", "type"] %}
concat_ws(' ', typowner::regrole, ARRAY(SELECT item::text FROM unnest(coalesce(typacl, acldefault('T', typowner))) AS acl (item) ORDER BY 1),
    obj_description(oid, 'pg_type'))
{%- else %}
concat_ws(' ', relowner::regrole, ARRAY(SELECT item::text FROM unnest(coalesce(relacl, acldefault('r', relowner))) AS acl (item) ORDER BY 1),
    obj_description(oid, 'pg_class'))
{%- endif %}