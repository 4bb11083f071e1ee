-- fails, and takes the changes above back, unless the catalog holds what this file promised
{% if relations %}
_names := ARRAY[
{% for relation in relations %}
    to_regclass({{ relation | regname }}){% if not loop.last %},{% endif %}

{% endfor %}
];
{% endif %}
PERFORM set_config('search_path', '', true);    -- so that every name is printed in full
{% for setting in settings %}
PERFORM set_config({{ setting.name | literal }}, {{ setting.value | literal }}, true);
{% endfor %}
SELECT string_agg(format(E'\n  %s: expected %s, found %s', what, coalesce(want, 'nothing'), coalesce(have, 'nothing')){% if "index" in branches %} ||
                  CASE WHEN have LIKE '% INVALID' THEN format(E'\n    its build was cut off: DROP INDEX CONCURRENTLY %s; and build it again', substr(thing, 7)) ELSE '' END{% endif %}, '' ORDER BY what)
  INTO _broken
  FROM (VALUES
{% for promise in promises %}
        ({{ promise.thing | literal }}, {% if promise.expected is none %}NULL{% else %}{{ promise.expected.text | literal }}{% endif %}{% if has_open %}, {% if promise.expected is none %}false{% elif promise.expected.is_open %}true{% else %}false{% endif %}{% endif %}){% if not loop.last %},{% endif %}

{% endfor %}
  ) AS promised (what, want{% if has_open %}, more{% endif %})
  LEFT JOIN (
{% for branch in branches %}
{% if not loop.first %}
    UNION ALL
{% endif %}
{% if branch == "table" %}
    SELECT format('table %s', oid::regclass), CASE WHEN relkind IN ('r', 'p') THEN 'table' ELSE format('relation of kind %s', relkind) END
      FROM pg_class WHERE oid = ANY (_names)
{% elif branch == "column" %}
    SELECT format('column %s.%s', a.attrelid::regclass, a.attname),
           concat(t.type, CASE WHEN a.attnotnull AND t.type NOT LIKE '%[]' THEN ' not null' END, ' default ' ||
                  CASE WHEN a.attidentity <> '' OR d.expr LIKE 'nextval(%' THEN 'autoincrement()'
                       WHEN d.expr = 'now()' THEN 'CURRENT_TIMESTAMP' ELSE d.expr END)
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
      CROSS JOIN LATERAL (SELECT regexp_replace(format_type(a.atttypid, a.atttypmod), '^.*\.(vector|halfvec|sparsevec|citext)\M', '\1')) t (type)
      LEFT JOIN LATERAL (SELECT regexp_replace(pg_get_expr(adbin, adrelid), '::[^'']+\.citext$', '::citext')
                           FROM pg_attrdef WHERE adrelid = a.attrelid AND adnum = a.attnum) d (expr) ON true
     WHERE a.attrelid = ANY (_names) AND a.attnum > 0 AND NOT a.attisdropped
{% elif branch == "constraint" %}
    SELECT format('constraint %s.%s', conrelid::regclass, conname), pg_get_constraintdef(oid)
      FROM pg_constraint WHERE conrelid = ANY (_names)
{% elif branch == "index" %}
    SELECT format('index %s', indexrelid::regclass),
           concat(CASE WHEN indisunique THEN 'UNIQUE ' END,
                  regexp_replace(regexp_replace(substring(pg_get_indexdef(indexrelid) FROM ' (ON .*)'),
{% if has_vectors %}
                      '(?:"[^"]+"|[^ (:"]+)\.(\w+_ops\M|(?:vector|halfvec|sparsevec|binary_quantize)(?=\())', '\1', 'g'), '=''(\w+)''', '=\1', 'g'),
{% else %}
                      '[^ (]+\.(\w+_ops)\M', '\1', 'g'), '=''(\w+)''', '=\1', 'g'),
{% endif %}
                  CASE WHEN NOT indisvalid THEN ' INVALID' END)
      FROM pg_index WHERE indrelid = ANY (_names) OR indexrelid = ANY (_names)
{% elif branch == "sequence" %}
    SELECT format('sequence %s', oid::regclass), 'sequence'
      FROM pg_class WHERE oid = ANY (_names) AND relkind = 'S'
{% elif branch == "schema of extension" %}
    SELECT format('schema of extension %s', extname), extnamespace::regnamespace::text FROM pg_extension
{% elif branch == "version of extension" %}
    SELECT format('version of extension %s', extname), extversion FROM pg_extension
{% elif branch == "value" %}
    SELECT format('value %s.%s', enumtypid::regtype, enumlabel), 'there'
      FROM pg_enum WHERE enumtypid IN ({% for type in types %}to_regtype({{ type | regname }}){% if not loop.last %}, {% endif %}{% endfor %})
{% endif %}
{% endfor %}
  ) AS found (thing, have) ON replace(thing, '"', '') = replace(what, '"', '')
{% if has_open %}
 WHERE CASE WHEN more THEN have IS NULL OR NOT starts_with(replace(have, '"', ''), replace(want, '"', ''))
            ELSE replace(have, '"', '') IS DISTINCT FROM replace(want, '"', '') END;
{% else %}
 WHERE replace(have, '"', '') IS DISTINCT FROM replace(want, '"', '');
{% endif %}
PERFORM set_config('search_path', _path, true);
{% for setting in settings %}
PERFORM set_config({{ setting.name | literal }}, {{ setting.variable | ident }}, true);
{% endfor %}
IF _broken IS NOT NULL THEN
    RAISE EXCEPTION 'the database is not what this {{ script | comment }} promised:%', _broken
        USING HINT = 'Something else stands under these names{% if script == "migration" %}, or a later migration has changed them{% else %}: see what it is, and put it right by hand{% endif %}.';
END IF;
