{% extends form %}
{% block guard %}{% include "catalog/object.sql" %}{% endblock %}
{% block statement %}
{% if object.search_path is not none and form == "_guarded.sql" %}
DECLARE
    _path text := current_setting('search_path');
BEGIN
    PERFORM set_config('search_path', {{ object.search_path | literal }}, true);
{% for statement in object | made_again %}
    {{ statement }};
{% endfor %}
    PERFORM set_config('search_path', _path, true);
END;
{% else %}
{% for statement in object | made_again %}
{{ statement }};
{% endfor %}
{% endif %}
{% endblock %}
