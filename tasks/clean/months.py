"""The names of the months and their usual short forms, in the languages of the pages."""

from __future__ import annotations


def _letters(month: str) -> str:
    """A month as its name is looked up: in Turkish capitals an i keeps its dot, which folding sets apart."""
    return month.casefold().replace("ı", "i").replace("\u0307", "")


MONTHS = {
    _letters(name): number
    for number, names in enumerate(
        (
            (
                "january jan januar janvier janv enero ene janeiro gennaio gen januari styczeń stycznia января января "
                "ocak ianuarie січня ledna tammikuuta يناير जनवरी ιανουαρίου"
            ),
            (
                "february feb februar février févr febrero fevereiro fev febbraio februari luty lutego февраля şubat "
                "februarie лютого února helmikuuta فبراير फरवरी φεβρουαρίου"
            ),
            (
                "march mar märz mär mars marzo março maart mrt marzec marca марта mart maret martie marts березня "
                "března maaliskuuta مارس मार्च μαρτίου"
            ),
            (
                "april apr avril avr abril abr aprile kwiecień kwietnia апреля nisan aprilie квітня dubna huhtikuuta "
                "أبريل ابريل अप्रैल απριλίου"
            ),
            "may mai mayo maio maggio mag mei maj maja мая mayıs травня května toukokuuta مايو मई",
            (
                "june jun juni juin junio junho giugno giu czerwiec czerwca июня haziran iunie червня června kesäkuuta "
                "يونيو जून ιουνίου"
            ),
            (
                "july jul juli juillet juil julio julho luglio lug lipiec lipca июля temmuz iulie липня července "
                "heinäkuuta يوليو जुलाई ιουλίου"
            ),
            (
                "august aug août agosto ago augustus augusti sierpień sierpnia августа ağustos agustus серпня srpna "
                "elokuuta أغسطس اغسطس अगस्त αυγούστου"
            ),
            (
                "september sep sept septembre septiembre setembro settembre set wrzesień września сентября eylül "
                "septembrie вересня září syyskuuta سبتمبر सितंबर σεπτεμβρίου"
            ),
            (
                "october oct oktober octobre octubre outubro out ottobre ott okt październik października октября ekim "
                "octombrie жовтня října lokakuuta أكتوبر اكتوبر अक्टूबर οκτωβρίου"
            ),
            (
                "november nov novembre noviembre novembro listopad listopada ноября kasım noiembrie листопада "
                "listopadu marraskuuta نوفمبر नवंबर νοεμβρίου"
            ),
            (
                "december dec dezember décembre déc diciembre dic dezembro dicembre dez grudzień grudnia декабря "
                "aralık desember decembrie грудня prosince joulukuuta ديسمبر दिसंबर δεκεμβρίου"
            ),
        ),
        1,
    )
    for name in names.split()
}


def month_number(name: str) -> int | None:
    """1 to 12 for the name of a month in whatever case; None for another word."""
    return MONTHS.get(_letters(name))
