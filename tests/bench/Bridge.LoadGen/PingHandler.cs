namespace Bridge.LoadGen;

/// <summary>Answers a ping.</summary>
internal delegate void PingHandler(ReadOnlySpan<byte> payload);
