DO {{ tag }}
{% if has_steps %}
#variable_conflict use_column    -- a column may have the name of a variable, such as found
{% endif %}
{% if counts_rows or check is not none %}
DECLARE
{% if counts_rows %}
    _rows   bigint;
{% endif %}
{% if check is not none %}
    _broken text;
{% for setting in settings %}
    {{ setting.variable | ident }} text := current_setting({{ setting.name | literal }});
{% endfor %}
{% if declarations %}{{ declarations }}{% endif %}
{% endif %}
{% endif %}
BEGIN
{% if lock_timeout is not none %}
    PERFORM set_config('lock_timeout', {{ lock_timeout | literal }}, true);

{% endif %}
{% if has_steps %}
{{ steps }}
{% endif %}
{% if has_steps and check is not none %}

{% endif %}
{% if check is not none %}
{{ check }}
{% endif %}
END
{{ tag }};
