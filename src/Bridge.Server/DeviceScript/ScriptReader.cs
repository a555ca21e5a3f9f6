namespace Bridge.Server.DeviceScript;

/// <summary>Who asks for the script: by the device's credential and by the page that has the tag, as far as the browser tells it.</summary>
internal enum ScriptReader
{
    /// <summary>A page of this relay, on a paired device.</summary>
    OwnPage,

    /// <summary>A page elsewhere that is listed, or that doesn't say where it is while some are listed: it has to show a ticket anyway.</summary>
    ListedPage,

    /// <summary>A page elsewhere that isn't listed.</summary>
    UnlistedPage,

    /// <summary>Somebody who isn't paired, and no page elsewhere.</summary>
    Unpaired,
}
