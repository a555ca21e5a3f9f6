using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Bridge.Server.MqttEndpoint;

/// <summary>Gives Kestrel our pools instead of its own.</summary>
internal sealed class TransportBlockPoolFactory(TimeProvider? time = null) : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new TransportBlockPool(time ?? TimeProvider.System);
}
