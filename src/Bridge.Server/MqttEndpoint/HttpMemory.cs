using System.Buffers;
using Microsoft.AspNetCore.Connections.Features;

namespace Bridge.Server.MqttEndpoint;

/// <summary>
/// Kestrel's memory for a connection that it didn't accept itself. Without it Kestrel takes the shared pool, whose blocks are as long as was asked
/// for: none at all for a writer that asks for any length.
/// </summary>
internal sealed class HttpMemory(MemoryPool<byte> pool) : IMemoryPoolFeature
{
    public MemoryPool<byte> MemoryPool => pool;
}
