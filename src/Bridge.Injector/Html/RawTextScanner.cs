namespace Bridge.Injector.Html;

/// <summary>
/// Finds the end of an element whose content isn't markup: RCDATA, RAWTEXT and script data of HTML, 13.2.5.2 to 13.2.5.31.
/// In a script, <c>&lt;!--</c> hides nothing but <c>&lt;!-- &lt;script</c> hides the next <c>&lt;/script</c>.
/// </summary>
internal struct RawTextScanner(string element)
{
    private const string Script = "script";

    private readonly bool _script = element == Script;
    private Step _step;
    private int _matched;
    private int _dashes;

    /// <summary>0: script data; 1: escaped; 2: double escaped.</summary>
    private int _escaped;

    private enum Step
    {
        Text,
        LessThan,
        Bang,
        BangDash,
        EndTagName,
        StartTagName,
    }

    /// <summary>True where <paramref name="c"/> ends the name of the element's end tag.</summary>
    public bool Next(char c)
    {
        switch (_step)
        {
            case Step.LessThan when c == '/':
                (_step, _matched) = (Step.EndTagName, 0);
                return false;
            case Step.LessThan when c == '!' && _script && _escaped == 0:
                _step = Step.Bang;
                return false;
            case Step.LessThan when _script && _escaped == 1 && HtmlCharacter.Lower(c) == Script[0]:
                (_step, _matched) = (Step.StartTagName, 1);
                return false;
            case Step.Bang when c == '-':
                _step = Step.BangDash;
                return false;
            case Step.BangDash when c == '-':
                (_step, _escaped, _dashes) = (Step.Text, 1, 2);
                return false;
            case Step.EndTagName when Matches(element, c):
            case Step.StartTagName when Matches(Script, c):
                return false;
            case Step.EndTagName when _matched == element.Length && HtmlCharacter.EndsName(c):
                if (_escaped < 2)
                {
                    return true;
                }

                _escaped = 1;
                break;
            case Step.StartTagName when _matched == Script.Length && HtmlCharacter.EndsName(c):
                _escaped = 2;
                break;
        }

        Text(c);
        return false;
    }

    private bool Matches(string name, char c)
    {
        if (_matched == name.Length || HtmlCharacter.Lower(c) != name[_matched])
        {
            return false;
        }

        _matched++;
        return true;
    }

    private void Text(char c)
    {
        _step = c == '<' ? Step.LessThan : Step.Text;
        if (c == '>' && _dashes >= 2)
        {
            _escaped = 0;
        }

        _dashes = c == '-' ? _dashes + 1 : 0;
    }
}
