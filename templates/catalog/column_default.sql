{#- The default of a column, without a cast to the column's own type behind it, for a CASE that is left to whoever includes it. -#}
WHEN attidentity <> '' OR starts_with(value, '"nextval"(') THEN 'autoincrement()' WHEN value = '"now"()' THEN 'CURRENT_TIMESTAMP'
WHEN right(value, length(own_type)) = own_type THEN left(value, -length(own_type)) ELSE value END