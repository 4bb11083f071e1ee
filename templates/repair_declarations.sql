{% if columns %}
_columns text[] := ARRAY[
    -- table, column, type, whether it is required, default, the same as PostgreSQL prints it
{% for column in columns %}
    [{{ column | repaired_column }}]{% if not loop.last %},{% endif %}

{% endfor %}
];
_column      text[];
_others      text[];    -- columns of another type
_way         text;
_conversions text[];
_sequence    text;
_found       record;
_alter       text;
_statements  text[];
{% endif %}
