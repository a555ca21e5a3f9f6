using System.Buffers;
using System.Runtime.InteropServices;

namespace Bridge.Mqtt.WebSockets;

/// <summary>
/// Walks the segments of a transport's buffer, writable: payloads are unmasked where they lie. That is allowed because a pipe's reader
/// owns the bytes it was given until it advances past them, and every transport reads into memory, never into constants.
/// </summary>
internal ref struct SegmentCursor
{
    private readonly ReadOnlySequence<byte> _buffer;
    private SequencePosition _next;

    public SegmentCursor(in ReadOnlySequence<byte> buffer, long offset)
    {
        _buffer = buffer;
        _next = offset == 0 ? buffer.Start : buffer.GetPosition(offset);
        MoveToNext();
    }

    /// <summary>What is left of the current segment; empty only at the end of the buffer.</summary>
    public Span<byte> Left { get; private set; }

    public void Advance(int count)
    {
        Left = Left[count..];
        if (Left.IsEmpty)
        {
            MoveToNext();
        }
    }

    private void MoveToNext()
    {
        while (_buffer.TryGet(ref _next, out var memory))
        {
            if (!memory.IsEmpty)
            {
                Left = MemoryMarshal.AsMemory(memory).Span;
                return;
            }
        }
    }
}
