EXISTS (SELECT FROM pg_attribute
            WHERE {% with relation = table | regclass, attribute = column.name | literal %}{% include "catalog/column.sql" %}{% endwith +%}