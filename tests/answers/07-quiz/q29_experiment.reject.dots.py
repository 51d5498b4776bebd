# the template as it stands
# says: missing
q29_experiment = {"vector": ..., "component": ..., "contracted": ...}
