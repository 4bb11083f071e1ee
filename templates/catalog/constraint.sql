{#- How a constraint of a table is found in pg_constraint. -#}
conrelid = {{ relation }} AND conname = {{ constraint }}