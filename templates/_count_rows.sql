{#- Stops at the rows of `table` that `condition` is true of. -#}
SELECT count(*) INTO _rows FROM {{ table | ident }}
 WHERE {{ condition }};
{% set rows %}{{ table | rows_before(undone, condition) }} WHERE {{ condition }}{% endset %}
{% include "_stop_at_rows.sql" %}
