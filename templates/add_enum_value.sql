{% extends form %}
{% block statement %}
ALTER TYPE {{ enumeration | ident }} ADD VALUE IF NOT EXISTS {{ label | literal }}{% if after is not none %} AFTER {{ after | literal }}{% elif before is not none %} BEFORE {{ before | literal }}{% endif %};
{% endblock %}
