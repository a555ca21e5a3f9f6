using System.Buffers;
using System.Runtime.InteropServices;

namespace Bridge.Server.MqttEndpoint;

/// <summary>One block of a <see cref="TransportBlockPool"/>: pinned, so that the kernel may write into it.</summary>
internal sealed class TransportBlock(TransportBlockPool pool, int size) : IMemoryOwner<byte>
{
    public Memory<byte> Memory { get; } =
        MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(size, pinned: true), 0, size);

    public void Dispose() => pool.Return(this);
}
