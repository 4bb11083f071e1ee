IF EXISTS (SELECT FROM {% include "catalog/index_constraint.sql" %} AND {{ state }}) THEN
    ALTER TABLE {{ table | ident }} DROP CONSTRAINT IF EXISTS {{ name.name | ident }};
    ALTER TABLE {{ table | ident }} ADD CONSTRAINT {{ new_name.name | ident }} UNIQUE USING INDEX {{ new_name.name | ident }}{{ deferral }};
END IF;
