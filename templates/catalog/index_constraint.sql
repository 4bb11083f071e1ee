{#- The unique constraint behind an index, if there is one: the index cannot be dropped without it. -#}
pg_constraint WHERE conindid = {{ relation }} AND conrelid = {{ keyed }} AND contype = 'u'