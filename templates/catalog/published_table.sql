{#- The row of a table in a publication. -#}
pg_publication_rel JOIN pg_publication ON pg_publication.oid = prpubid
                WHERE prrelid = {{ object.table | regclass }} AND pubname = {{ object.name.name | literal }}