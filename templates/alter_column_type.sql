{% extends form %}
{% block guard %}{% with column = after %}{% include "_column.sql" %}{% endwith %}{{ before.column_type | and_of_type_or_not(after.column_type) }}){% endblock %}
{% block check %}
{% set misfit = conversion | misfit(before, after) %}
{% if misfit %}
{% with said = (table, after.name) | message("%s.%s cannot change its type: %%s rows " ~ misfit.problem) %}
{% if misfit.is_for_16 %}
IF current_setting('server_version_num')::integer >= 160000 THEN
    EXECUTE {{ misfit.condition | select_count(table) }} INTO _rows;
{% set rows %}{{ table | rows_before(undone, misfit.condition) }} WHERE {{ misfit.condition }}{% endset %}
{% filter indented %}{% include "_stop_at_rows.sql" %}{% endfilter %}
END IF;
{% else %}
{% set condition = misfit.condition %}
{% include "_count_rows.sql" %}
{% endif %}
{% endwith %}
{% endif %}
{% if merged is defined %}
{% for names in merged %}
{% with keys = names | keys_after(conversion, after), covered = names | no_nulls %}{% include "_duplicates.sql" %}{% endwith %}
{% endfor %}
{% endif %}
{% endblock %}
{% block statement %}
{% include "_drop_foreign_keys.sql" %}
{% include "_drop_objects.sql" %}
{% for name in indexes %}
{% with may_be_constraint = true %}{% include "_drop_index.sql" %}{% endwith %}
{% endfor %}
ALTER TABLE {{ table | ident }}
{% if drops_default %}
    ALTER COLUMN {{ after.name | ident }} DROP DEFAULT,
{% endif %}
    ALTER COLUMN {{ after.name | ident }} TYPE {{ after.column_type | column_type }}{% if carried_over is defined and carried_over.collation is not none %} COLLATE {{ carried_over.collation | user_sql }}{% endif %}{{ conversion | using(after) }}{% if default is not none %},
    ALTER COLUMN {{ after.name | ident }} SET DEFAULT {{ after | default_value }}{% endif %}{% if carried_over is defined %}{% if carried_over.storage is not none %},
    ALTER COLUMN {{ after.name | ident }} SET STORAGE {{ carried_over.storage | user_sql }}{% endif %}{% if carried_over.compression is not none %},
    ALTER COLUMN {{ after.name | ident }} SET COMPRESSION {{ carried_over.compression | user_sql }}{% endif %}{% endif %};
{% if sequence is not none %}
ALTER SEQUENCE {{ sequence | ident }} AS {{ after.column_type | column_type }};
{% endif %}
{% endblock %}
