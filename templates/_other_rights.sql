    RAISE EXCEPTION {{ (object.name,) | message("%s had another owner, other privileges or another comment than its migrations give it") }}
        USING HINT = 'Write what was changed by hand as a migration, and generate this one again.';
