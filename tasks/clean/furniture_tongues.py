"""How lines that belong to a page begin in languages other than English; read as `furniture_words.STARTS` is."""

from __future__ import annotations

STARTS = {
    "related link": r"""
        (lire|voir) (aussi|également|l['’](enquête|article|entretien|analyse) [|:])
        (à lire|à voir|à écouter)\b
        (lea|lee|vea|mira|mire|escucha|escuche) (también|además)\b
        (lea|lee|leer|ver) más\s*(:|$)
        (te|le) puede interesar\b
        más información\W*$
        (leia|veja|assista|confira|ouça|saiba) (também|mais)\b
        (lesen|sehen|hören) sie (auch|mehr)\b
        mehr zum thema\b
        auch interessant\s*:
        (lees|bekijk|luister) ook\b
        läs (också|mer|även)\b
        (les|læs|se) også\b
        lue (myös|lisää)\b
        (leggi|guarda|ascolta) anche\b
        (czytaj|przeczytaj|zobacz|sprawdź|posłuchaj) (też|także|również)\b
        (čtěte|přečtěte si|čítajte|prečítajte si) (také|též|tiež|aj)\b
        (pročitajte|pogledajte) (i|još|također|takođe)\s*:
        (citește|citeşte|citiți|vezi) (și|şi)\s*:
        olvass(a el|on|d el) (ezt is|még)\b
        (ayrıca|bunu da|bunları da) (oku|okuyun|bak|bakın|izle|izleyin)\b
        (i̇|i)lgili haber(ler)?\s*(:|$)
        (читайте|читай|смотрите|слушайте|см\.) (также|ещё|еще)\b
        (по теме|материалы по теме|новости по теме)\s*(:|$)
        (читайте|дивіться|слухайте) (також|ще)\b
        (прочетете|вижте|прочитајте|погледајте) (още|също|и|још)\s*:
        (διαβάστε|διαβαστε|δείτε|δειτε|ακούστε) (επίσησ|επισησ|ακόμα|ακόμη|ακομα|περισσότερα)\b
        (baca|simak|lihat) (juga|selengkapnya)\b
        (xem|đọc) thêm\s*(:|$)
        यह भी पढ़ें
        (اقرأ|شاهد|طالع|اقرؤوا) (أيضا|أيضاً|ايضا|المزيد)
        مواضيع ذات صلة
        (بیشتر بخوانید|همچنین بخوانید|مطالب مرتبط)
        (קראו|קרא|ראו|צפו) (עוד|גם)\b
        (相关|相關|延伸|推荐|推薦)(阅读|閱讀|新闻|新聞|报道|報導|報道|文章)
        (関連記事|関連ニュース|関連リンク|関連トピック)
        (あわせて|合わせて|併せて)(読みたい|読む|お読みください)
        (こちらも|次に)(読む|読みたい|おすすめ)
        (관련|주요) ?(기사|뉴스)\W
    """,
    "newsletter": r"""
        (cet article est|article) réservé (aux?|à)\b
        (abonnez-vous|inscrivez-vous) (à|pour)\b
        (suscríbete|suscríbase) (a|para|gratis)\b
        assine (a|o|nossa|já)\b
        dieser (artikel|beitrag|text) (gehört zum angebot|ist (nur )?für abonnenten)
        melden sie sich .{0,40}newsletter
        この記事は(有料|会員)
        (подпишитесь|подписывайтесь) на\b
        (підпишіться|підписуйтесь|підписуйтеся) на\b
        zapisz się (do|na) newsletter
    """,
    "social": r"""
        (partager|compartir|condividi) (sur|en|su) NETWORK
        (compartilhar|compartilhe|partilhe|partilhar) (no|na) NETWORK
        (partager|envoyer|compartir|compartilhar|compartilhe|condividi) (par|por|via|cet|este|esta|questo)\b
        (suivez[- ]nous|síguenos|seguici|siga-nos|folgen sie uns|volg ons|følg oss|följ oss|seuraa meitä)\b
        (ein beitrag geteilt von|une publication partagée par|una publicación compartida|un post condiviso da)\b
        (uma publicação compartilhada por|een bericht gedeeld door|ett inlägg delat av|публикация от)\b
        (auf NETWORK teilen|teilen (sie|auf)|artikel teilen)\b
        (udostępnij|obserwuj nas|polub nas)\b
        (поделиться|поделитесь) (в|во|на|с|ссылкой|новостью|статьей|статьёй|материалом)\b
        (поділитися|поділіться) (в|у|на|з|новиною|статтею)\b
        (присоединяйтесь к|следите за) (нам|нами|нашим|нашими)\b
        (κοινοποιήστε|κοινοποίηση|μοιραστείτε|ακολουθήστε) (το|τη|την|στο|στα|μασ)\b
        (paylaş|haberi paylaş|yazıyı paylaş)\s*(:|$)
        (bizi|sayfamızı) (takip|beğen)
        شارك (المقال|الخبر|هذا|على|عبر|مع)
        (تابعونا|تابعنا|تابعوا)
        (שתפו|עקבו אחרינו)\b
        分享(到|至|给)
        (シェア|ツイート|フォロー)する$
        (공유하기|페이스북|트위터|카카오톡)\W*$
    """,
    "copyright": r"""
        (tous droits réservés|todos los derechos|todos os direitos|tutti i diritti|alle rechte vorbehalten)\b
        (alle rechten voorbehouden|wszelkie prawa zastrzeżone|her hakkı saklıdır|tüm hakları)\b
        (все права защищены|всі права захищені|перепечатка)\b
        (جميع الحقوق محفوظة|כל הזכויות שמורות)
        (版权所有|版權所有|未经授权|未經授權|無断転載|저작권자|무단)
    """,
    "agency note": r"""
        (quelle|fuente|fonte|bron|källa|kilde|lähde|zdroj|źródło|kaynak|forrás|sursa)\s*:
        (источник|джерело|извор|източник|πηγή|المصدر|מקור)\s*:
        (der beitrag|het bericht) .{1,200} (erschien zuerst auf|verscheen eerst op)\b
        (la entrada|l['’]article) .{1,200} (se publicó primero en|est apparu en premier sur)\b
        o post .{1,200} apareceu primeiro em\b
        (来源|來源|出典|责任编辑|責任編輯|责编|責編|编辑|編輯|校对|審核|审核)\s*[:：]
    """,
    "advertisement": r"""
        (publicidad|publicité|publicidade|pubblicità|anzeige|annonse|annons|mainos|reklama|reklam|διαφήμιση)\b\W*$
        werbung\b
        реклама
        (إعلان|פרסומת|广告|廣告|広告|광고)\W*$
    """,
    "page data": r"""
        tempo de leitura
        lesezeit
        temps de lecture
        (fotos?|fotografía|fotografia|bild|kuva|zdjęcie|fotoğraf|фото|фотография|φωτο|φωτογραφία)\s*:
        fot\. \S
        (写真|圖片|图片|图片来源|資料照|사진|صورة|تصوير|تصویر|צילום)\s*[:：=]
        (теги|ключевые слова|etiketler|etiquetas|słowa kluczowe|ετικέτεσ|وسوم|תגיות|标签|標籤|キーワード)\s*[:：]
    """,
}
"""Reason -> how such a line begins, case folded (in Greek no word ends with the final sigma)."""
