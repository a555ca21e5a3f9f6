using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bridge.Mqtt.WebSockets;

/// <summary>Masking, RFC 6455 section 5.3: byte i of the payload is XORed with byte i mod 4 of the key.</summary>
internal static class WebSocketMask
{
    /// <summary>
    /// XORs <paramref name="source"/> into <paramref name="target"/>, which is as long. They may overlap if the target does not begin
    /// after the source: bytes are read before the write can reach them, since it runs from front to back.
    /// </summary>
    /// <returns>The key for the byte that follows, should the payload go on.</returns>
    public static uint Apply(ReadOnlySpan<byte> source, Span<byte> target, uint key)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        var length = (nuint)Math.Min(source.Length, target.Length);
        nuint done = 0;

        if (Vector256.IsHardwareAccelerated && BitConverter.IsLittleEndian && length >= (nuint)Vector256<byte>.Count)
        {
            var wide = Vector256.Create(key).AsByte();
            for (; done + (nuint)Vector256<byte>.Count <= length; done += (nuint)Vector256<byte>.Count)
            {
                (Vector256.LoadUnsafe(ref from, done) ^ wide).StoreUnsafe(ref to, done);
            }
        }

        var both = key | ((ulong)key << 32);
        for (; done + sizeof(ulong) <= length; done += sizeof(ulong))
        {
            var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, done));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, done), word ^ LittleEndian(both));
        }

        for (; done < length; done++)
        {
            Unsafe.Add(ref to, done) = (byte)(Unsafe.Add(ref from, done) ^ (byte)(key >> (int)((done & 3) * 8)));
        }

        return BitOperations.RotateRight(key, (int)(length & 3) * 8);
    }

    private static ulong LittleEndian(ulong value) =>
        BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
}
