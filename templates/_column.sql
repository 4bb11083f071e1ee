EXISTS (SELECT FROM pg_attribute
            WHERE attrelid = {{ table | regclass }} AND attname = {{ column.name | literal }} AND NOT attisdropped