{#- The schema of pgvector and a dot, as PostgreSQL prints them before what is pgvector's. -#}
SELECT CASE WHEN nspname = ANY (current_schemas(true)) THEN '' ELSE quote_ident(nspname) || '.' END
  FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'vector'