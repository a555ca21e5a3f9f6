namespace Bridge.Mqtt.Codec;

/// <summary>Writes the fields of something. Called twice: once to measure, once to write.</summary>
/// <param name="to">Takes the fields.</param>
/// <param name="source">Holds them.</param>
/// <param name="terse">Whether to leave out what only explains: reason string and user properties.</param>
internal delegate void FieldsOf<in T>(ref FieldWriter to, T source, bool terse);
