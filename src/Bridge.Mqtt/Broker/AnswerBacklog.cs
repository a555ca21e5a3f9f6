using System.Buffers;
using System.IO.Pipelines;

namespace Bridge.Mqtt.Broker;

/// <summary>
/// Answers to a client whose pipe is busy, in their order. They are never dropped: whoever reads from the client stops while many wait. Guarded by the
/// session's lock, but for a glance at <see cref="Count"/>.
/// </summary>
internal struct AnswerBacklog
{
    // What a flood of packets that want answers made it grow to it gives back.
    private const int WorthKeeping = 4096;

    private ArrayBufferWriter<byte>? _bytes;

    /// <summary>Bytes.</summary>
    public int Count => Volatile.Read(ref _bytes)?.WrittenCount ?? 0;

    /// <summary>Bytes that there is room for.</summary>
    public readonly int Capacity => _bytes?.Capacity ?? 0;

    public void Add(ReadOnlySpan<byte> answer) => (_bytes ??= new ArrayBufferWriter<byte>()).Write(answer);

    /// <summary>Moves everything into the pipe, which isn't told of it yet; returns how many bytes.</summary>
    public int CopyTo(PipeWriter output)
    {
        if (_bytes is not { WrittenCount: > 0 and var count } bytes)
        {
            return 0;
        }

        bytes.WrittenSpan.CopyTo(output.GetSpan(count));
        if (bytes.Capacity > WorthKeeping)
        {
            _bytes = null;
        }
        else
        {
            bytes.ResetWrittenCount();
        }

        return count;
    }
}
