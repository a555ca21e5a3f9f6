namespace Bridge.LoadGen;

/// <summary>Is given each whole packet that comes in.</summary>
internal delegate void PacketHandler(ReadOnlySpan<byte> packet);
