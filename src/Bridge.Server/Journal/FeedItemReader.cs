using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Bridge.Server.Journal;

/// <summary>Walks one item of a feed: what its level is, and which words a search should find it by.</summary>
internal static class FeedItemReader
{
    /// <summary>Reads from the item's opening brace to its closing one.</summary>
    public static JournalLevel Read(ref Utf8JsonReader json, JournalWords words)
    {
        var level = JournalLevel.Log;
        var depth = json.CurrentDepth;
        var wanted = true;
        while (json.Read() && !(json.TokenType == JsonTokenType.EndObject && json.CurrentDepth == depth))
        {
            switch (json.TokenType)
            {
                case JsonTokenType.PropertyName when json.CurrentDepth == depth + 1 && json.ValueTextEquals("level"u8):
                    json.Read();
                    level = ReadLevel(ref json);
                    json.Skip();
                    break;
                case JsonTokenType.PropertyName:
                    wanted = !IsMachinery(ref json);
                    break;
                case JsonTokenType.String or JsonTokenType.Number when wanted && !words.IsFull:
                    AddWords(ref json, words);
                    break;
            }
        }

        return level;
    }

    private static JournalLevel ReadLevel(ref Utf8JsonReader json) => json.TokenType != JsonTokenType.String ? JournalLevel.Log
        : json.ValueTextEquals("debug"u8) ? JournalLevel.Debug
        : json.ValueTextEquals("info"u8) ? JournalLevel.Info
        : json.ValueTextEquals("warn"u8) ? JournalLevel.Warn
        : json.ValueTextEquals("error"u8) ? JournalLevel.Error
        : JournalLevel.Log;

    /// <summary>Properties of entries and previews whose values nobody searches for: numbers of places, names of kinds.</summary>
    private static bool IsMachinery(ref Utf8JsonReader json) =>
        json.ValueTextEquals("t"u8) || json.ValueTextEquals("type"u8) || json.ValueTextEquals("method"u8)
        || json.ValueTextEquals("line"u8) || json.ValueTextEquals("column"u8) || json.ValueTextEquals("size"u8)
        || json.ValueTextEquals("more"u8) || json.ValueTextEquals("depth"u8) || json.ValueTextEquals("repeat"u8);

    private static void AddWords(ref Utf8JsonReader json, JournalWords words)
    {
        var buffer = ArrayPool<char>.Shared.Rent(json.ValueSpan.Length);
        try
        {
            words.Add(buffer.AsSpan(0, Unescape(ref json, buffer)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// The text of a string or number. By hand where it is escaped: a page may log half a surrogate pair, which JSON can say
    /// (\ud800) and the framework refuses. Every escape but \u stands for something between words.
    /// </summary>
    private static int Unescape(ref Utf8JsonReader json, Span<char> buffer)
    {
        var length = Encoding.UTF8.GetChars(json.ValueSpan, buffer);
        if (json.TokenType != JsonTokenType.String || !json.ValueIsEscaped)
        {
            return length;
        }

        var to = 0;
        for (var from = 0; from < length; from++)
        {
            if (buffer[from] != '\\')
            {
                buffer[to++] = buffer[from];
            }
            else if (buffer[++from] == 'u')
            {
                buffer[to++] = (char)ushort.Parse(buffer.Slice(from + 1, 4), NumberStyles.AllowHexSpecifier); // The reader has seen four digits.
                from += 4;
            }
            else
            {
                buffer[to++] = ' ';
            }
        }

        return to;
    }
}
