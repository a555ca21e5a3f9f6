using Bridge.Mqtt.Tests.Codec;

namespace Bridge.Mqtt.Tests.Fuzz;

/// <summary>
/// Makes packets that are nearly right out of the vectors: bytes flipped, replaced by telling values, removed, doubled, cut, spliced with another
/// packet. Most get a remaining length that fits again, so that what is broken lies in the body. Reproducible by its seed.
/// </summary>
internal sealed class PacketMutator(int seed)
{
    private const int Largest = 512;

    private static readonly byte[][] Corpus =
        [.. MqttVector.Accepted.Concat(MqttVector.Refused).Select(v => v.ToBytes()).Where(b => b.Length is >= 2 and < 120)];

    // Ends of ranges, property identifiers, wildcards, what UTF-8 forbids.
    private static readonly byte[] Telling =
        [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x0B, 0x11, 0x1F, 0x21, 0x22, 0x23, 0x26, 0x2B, 0x2F, 0x7F, 0x80, 0x81, 0x82, 0xC0, 0xED, 0xF4, 0xFE, 0xFF];

    private readonly Random _random = new(seed);
    private readonly byte[] _buffer = new byte[Largest + 256];

    /// <summary>The next packet; valid until the call after.</summary>
    public ReadOnlySpan<byte> Next()
    {
        var source = Corpus[_random.Next(Corpus.Length)];
        source.CopyTo(_buffer, 0);
        var length = source.Length;
        for (var rounds = _random.Next(4); rounds > 0; rounds--)
        {
            length = Mutate(length);
        }

        if (_random.Next(8) != 0)
        {
            length = FitLength(length);
        }

        return _buffer.AsSpan(0, length);
    }

    /// <summary>A number below the bound, from the same seed.</summary>
    public int Draw(int bound) => _random.Next(bound);

    private int Mutate(int length)
    {
        var at = _random.Next(length);
        switch (_random.Next(8))
        {
            case 0:
                _buffer[at] ^= (byte)(1 << _random.Next(8));
                return length;
            case 1:
                _buffer[at] = (byte)_random.Next(256);
                return length;
            case 2 or 3:
                _buffer[at] = Telling[_random.Next(Telling.Length)];
                return length;
            case 4:
                return Math.Max(1, length - 1 - _random.Next(Math.Min(8, length)));
            case 5:
                return Insert(at, length, Telling.AsSpan(_random.Next(Telling.Length), 1));
            case 6:
                return Insert(at, length, _buffer.AsSpan(at, Math.Min(_random.Next(1, 16), length - at)).ToArray());
            default:
                var other = Corpus[_random.Next(Corpus.Length)];
                var from = _random.Next(other.Length);
                return Insert(at, length, other.AsSpan(from, Math.Min(_random.Next(1, 32), other.Length - from)));
        }
    }

    private int Insert(int at, int length, ReadOnlySpan<byte> bytes)
    {
        if (length + bytes.Length > Largest)
        {
            return length;
        }

        _buffer.AsSpan(at, length - at).CopyTo(_buffer.AsSpan(at + bytes.Length));
        bytes.CopyTo(_buffer.AsSpan(at));
        return length + bytes.Length;
    }

    // Only a remaining length of one byte, or of two where the packet is longer: enough for what is made here.
    private int FitLength(int length)
    {
        if (length < 2)
        {
            return length;
        }

        var body = length - 2;
        if (body < 128)
        {
            _buffer[1] = (byte)body;
            return length;
        }

        length = Insert(2, length, [0]);
        body = length - 3;
        _buffer[1] = (byte)(body | 0x80);
        _buffer[2] = (byte)(body >> 7);
        return length;
    }
}
