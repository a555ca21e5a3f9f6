namespace Bridge.Injector.Policies;

/// <summary>What the device script needs from a page's policies.</summary>
/// <param name="Page">The page's address, as the browser sees it.</param>
/// <param name="Script">The script's.</param>
/// <param name="Socket">Its WebSocket's.</param>
/// <param name="Fetch">Where it goes by HTTP when the socket fails, as a folder.</param>
internal sealed record PolicyNeeds(Uri Page, Uri Script, Uri Socket, Uri Fetch);
