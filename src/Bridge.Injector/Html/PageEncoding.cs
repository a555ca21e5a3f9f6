namespace Bridge.Injector.Html;

/// <summary>How a page's bytes make characters, as far as markup is concerned.</summary>
public enum PageEncoding
{
    /// <summary>
    /// Every byte below 0x40 is that ASCII character: UTF-8, ISO-8859, Windows code pages, and Shift_JIS, EUC, GBK and Big5,
    /// whose second bytes are never one of those that end markup.
    /// </summary>
    AsciiCompatible,

    /// <summary>UTF-16, the low byte first.</summary>
    Utf16LittleEndian,

    /// <summary>UTF-16, the high byte first.</summary>
    Utf16BigEndian,
}
