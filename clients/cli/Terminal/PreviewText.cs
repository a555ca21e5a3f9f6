using System.Text;
using System.Text.Json;
using Bridge.Contracts.Feeds;

namespace Bridge.Cli.Terminal;

/// <summary>Previews as one line of text, the way a browser's console shows them.</summary>
internal static class PreviewText
{
    /// <summary>A console call's arguments, separated by spaces; strings among them unquoted.</summary>
    public static string Of(IReadOnlyList<Preview> arguments) => string.Join(' ', arguments.Select(Of));

    /// <summary>A value by itself: a string is unquoted.</summary>
    public static string Of(Preview value)
    {
        var text = new StringBuilder();
        if (value.Type == "string")
        {
            AppendString(text, value);
        }
        else
        {
            Append(text, value);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Preview value)
    {
        switch (value.Type)
        {
            case "string":
                text.Append('\'');
                AppendString(text, value);
                text.Append('\'');
                break;
            case "undefined" or "null":
                text.Append(value.Type);
                break;
            case "function":
                text.Append("ƒ ").Append(value.Name ?? "").Append("()");
                break;
            case "array" or "typedarray":
                AppendHead(text, value, plain: "Array", size: value.Type == "typedarray" || value.More > 0 || value is { Items: null, Size: > 0 });
                AppendList(text, '[', value, ']');
                break;
            case "set" or "map" or "object":
                AppendHead(text, value, plain: "Object", size: value.Type != "object");
                AppendList(text, '{', value, '}');
                break;
            case "error":
                AppendError(text, value);
                break;
            case "circular":
                text.Append("[circular]");
                break;
            case "getter":
                text.Append("[getter]");
                break;
            case "thrown":
                text.Append("[threw ").Append(value.Message ?? value.Text ?? "an exception").Append(']');
                break;
            default: // number boolean bigint symbol node date regexp promise weak, and what a newer device may add
                text.Append(value.Text ?? (value.Value is { } json ? Json(json) : value.Name ?? value.Type));
                break;
        }
    }

    private static string Json(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static void AppendString(StringBuilder text, Preview value)
    {
        text.Append(value.Value is { } json ? Json(json) : value.Text ?? "");
        if (value.More > 0)
        {
            text.Append("… (").Append(value.More).Append(" more characters)");
        }
    }

    // What stands before the bracket: the constructor's name unless it is the plain one, and the size: "Uint8Array(4) ", "(100) ".
    private static void AppendHead(StringBuilder text, Preview value, string plain, bool size)
    {
        var name = value.Name == plain ? "" : value.Name ?? "";
        var count = size && value.Size is { } n ? $"({n})" : "";
        if (name.Length + count.Length > 0)
        {
            text.Append(name).Append(count).Append(' ');
        }
    }

    private static void AppendList(StringBuilder text, char open, Preview value, char close)
    {
        if (value.Items is null && value.Entries is null)
        {
            text.Append(open).Append('…').Append(close); // too deep, or the preview was full
            return;
        }

        text.Append(open);
        var separator = "";
        foreach (var item in value.Items ?? [])
        {
            text.Append(separator);
            Append(text, item);
            separator = ", ";
        }

        foreach (var entry in value.Entries ?? [])
        {
            text.Append(separator);
            AppendKey(text, entry.Key, value.Type == "map");
            Append(text, entry.Value);
            separator = ", ";
        }

        if (value.More > 0)
        {
            text.Append(separator).Append('…').Append(value.More).Append(" more");
        }

        text.Append(close);
    }

    private static void AppendKey(StringBuilder text, Preview key, bool map)
    {
        if (map)
        {
            Append(text, key);
            text.Append(" => ");
        }
        else
        {
            text.Append(Of(key)).Append(": ");
        }
    }

    private static void AppendError(StringBuilder text, Preview value)
    {
        text.Append(value.Name ?? "Error");
        if (value.Message is { Length: > 0 } message)
        {
            text.Append(": ").Append(message);
        }

        if (value.Entries is { Count: > 0 })
        {
            text.Append(' ');
            AppendList(text, '{', value, '}');
        }
    }
}
