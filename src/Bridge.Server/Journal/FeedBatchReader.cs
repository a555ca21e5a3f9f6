using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Bridge.Contracts;
using Bridge.Contracts.Topics;

namespace Bridge.Server.Journal;

/// <summary>
/// Reads <c>{"page":"…","seq":n,"origin":n,"items":[{…},…]}</c> as far as the journal needs it: the numbers, where each
/// item begins and ends, its level and its words. Comes from a page, so nothing in it is believed; no exception gets out.
/// </summary>
internal sealed class FeedBatchReader
{
    /// <summary>Items in one message. A device sends a few dozen; 256 KiB has room for 20,000 of the smallest.</summary>
    public const int MaximumItems = 4_096;

    /// <summary>Characters of a page id; the script makes 12 of them.</summary>
    public const int MaximumPage = 64;

    /// <summary>2^53: the last whole number that JavaScript counts to.</summary>
    public const long MaximumSeq = 1L << 53;

    /// <summary>A preview is two levels deep; an item that nests deeper than this isn't ours.</summary>
    private const int MaximumDepth = 64;

    private readonly JournalWords _words = new();
    private readonly List<JournalItem> _items = [];
    private string? _page;
    private long _seq;
    private double? _origin;
    private string? _fault;

    private FeedBatchReader()
    {
    }

    /// <summary>Reads a payload. The batch's items are slices of it, not copies.</summary>
    /// <param name="topic">A feed's topic.</param>
    /// <param name="payload">The message.</param>
    /// <param name="batch">The batch, where it is one.</param>
    /// <param name="fault">What is wrong, where it isn't; never contains anything of the payload.</param>
    public static bool TryRead(BridgeTopic topic, ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out JournalBatch? batch, [NotNullWhen(false)] out string? fault)
    {
        var reader = new FeedBatchReader();
        fault = Utf8.IsValid(payload.Span) ? reader.Read(payload) : "not UTF-8";
        batch = fault is null ? new JournalBatch(topic.Room, topic.Device, reader._page!, topic.Name, reader._seq, reader._origin!.Value, reader._items) : null;
        return batch is not null;
    }

    private string? Read(ReadOnlyMemory<byte> payload)
    {
        _seq = -1;
        try
        {
            // Of the same length, so that places in it are places in the payload.
            var json = new Utf8JsonReader(LoneSurrogates.Replace(payload.Span), new JsonReaderOptions { MaxDepth = MaximumDepth });
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return "not an object";
            }

            while (_fault is null && json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                ReadProperty(ref json, payload);
            }

            // Also what comes after the object must be nothing: Read throws on it.
            _ = _fault is null && json.Read();
        }
        catch (JsonException)
        {
            return "not JSON";
        }

        return _fault ?? Incomplete();
    }

    private string? Incomplete() =>
        _page is null ? "no page"
        : _seq < 0 ? "no seq"
        : _origin is null ? "no origin"
        : _items.Count == 0 ? "no items"
        : _seq > MaximumSeq - _items.Count ? "seq too large"
        : null;

    private void ReadProperty(ref Utf8JsonReader json, ReadOnlyMemory<byte> payload)
    {
        if (json.ValueTextEquals("page"u8))
        {
            json.Read();
            _page = _page is null && json.TokenType == JsonTokenType.String ? ReadPage(ref json) : null;
            _fault ??= _page is null ? "bad page" : null;
        }
        else if (json.ValueTextEquals("seq"u8))
        {
            json.Read();
            _fault ??= _seq < 0 && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out _seq) && _seq is >= 0 and < MaximumSeq ? null : "bad seq";
        }
        else if (json.ValueTextEquals("origin"u8))
        {
            json.Read();
            _fault ??= _origin is null && json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var origin) && double.IsFinite(origin) && (_origin = origin) is not null ? null : "bad origin";
        }
        else if (json.ValueTextEquals("items"u8))
        {
            json.Read();
            ReadItems(ref json, payload);
        }
        else
        {
            json.Read();
            json.Skip(); // What a newer script adds.
        }
    }

    private static string? ReadPage(ref Utf8JsonReader json)
    {
        if (json.ValueIsEscaped || json.ValueSpan.Length is 0 or > MaximumPage)
        {
            return null;
        }

        foreach (var b in json.ValueSpan)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'-' or (byte)'_'))
            {
                return null;
            }
        }

        return Encoding.ASCII.GetString(json.ValueSpan);
    }

    private void ReadItems(ref Utf8JsonReader json, ReadOnlyMemory<byte> payload)
    {
        if (_items.Count > 0 || json.TokenType != JsonTokenType.StartArray)
        {
            _fault = "bad items";
            return;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject || _items.Count == MaximumItems)
            {
                _fault = json.TokenType == JsonTokenType.StartObject ? "too many items" : "an item is not an object";
                return;
            }

            var start = (int)json.TokenStartIndex;
            var level = FeedItemReader.Read(ref json, _words);
            _items.Add(new JournalItem(payload[start..(int)json.BytesConsumed], level, _words.Take()));
        }
    }
}
